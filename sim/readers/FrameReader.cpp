#include "sim/readers/FrameReader.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/atoms/StandardFrame.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope::sim {
namespace {

void requireFrames(long count, const std::string& file) {
  if (count == 0)
    throw Error(ErrorKind::input, fmt::format("Cannot read '{}'", file),
                "it holds no frame with atoms", "check that the file is complete");
}

void requireIdentity(const FrameReader& reader, const std::vector<Atoms>& frames,
                     const std::string& file) {
  if (frames.size() < 2 || reader.tellsAtomsApart()) return;
  throw Error(
      ErrorKind::input, fmt::format("The frames of '{}' cannot be compared", file),
      "its atoms have no ids, and programs write them in another order in every frame",
      "dump the column id, or select one frame with --frames, or take the frames one by one "
      "with configuration.thermal_motion=series");
}

void setBoundary(Atoms& atoms, const ReadOptions& options) {
  if (!options.periodic) return;
  atoms.box = Box(atoms.box.matrix(), atoms.box.origin(), *options.periodic);
}

}  // namespace

Box boxOf(const CellEdges& cell, const std::vector<Vec3>& positions, const LineReader& at) {
  try {
    return glasscope::boxOf(cell, positions);
  } catch (const Error& error) {
    at.fail("the box is not usable: " + error.why(), "check the lines that give the box");
  }
}

std::vector<Atoms> readSelected(const ReadOptions& options, const std::string& file,
                                const std::function<std::unique_ptr<FrameReader>()>& open) {
  const FrameSelection& selection = options.frames;
  long first = selection.first;
  long last = selection.last < 0 ? std::numeric_limits<long>::max() : selection.last;
  if (selection.needsCount()) {
    long count = 0;
    for (auto reader = open(); reader->skip();) ++count;
    requireFrames(count, file);
    const auto frames = selection.resolve(count);
    first = frames.front();
    last = frames.back();
  }
  std::vector<Atoms> result;
  auto reader = open();
  long frame = 0;
  Mat3 rotation = Mat3::Identity();
  for (; frame <= last; ++frame) {
    if (frame < first || (frame - first) % selection.step != 0) {
      if (!reader->skip()) break;
      continue;
    }
    auto atoms = reader->read();
    if (!atoms) break;
    atoms->source = fmt::format("{}, frame {}", file, frame);
    setBoundary(*atoms, options);
    atoms->validate();
    atoms->sortById();
    // One turn for all: that of the first frame.
    if (result.empty()) {
      rotation = turnIntoStandardFrame(atoms->box);
      if (rotation != Mat3::Identity())
        logWarning(fmt::format(
            "the box of '{}' stands askew: it is turned by {:.4g} degrees about z, so that it "
            "repeats along x and y. Columns of the file are left as they are",
            file, std::atan2(rotation(1, 0), rotation(0, 0)) * 180 / constants::kPi));
    }
    if (rotation != Mat3::Identity()) turn(*atoms, rotation);
    if (!result.empty()) atoms->box = inBasisOf(atoms->box, result.front().box);
    result.push_back(std::move(*atoms));
  }
  requireFrames(frame, file);
  // Reaching the end of the file early means that a frame was asked for that is not there.
  if (frame <= last || result.empty()) static_cast<void>(selection.resolve(frame));
  if (options.comparesFrames) requireIdentity(*reader, result, file);
  return result;
}

}  // namespace glasscope::sim
