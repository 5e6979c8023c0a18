#include "sim/frames/FrameReader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

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
      "with snapshots.thermal_motion=series");
}

void setBoundary(Atoms& atoms, const ReadOptions& options) {
  if (!options.periodic) return;
  atoms.box = Box(atoms.box.matrix(), atoms.box.origin(), *options.periodic);
}

// Who names more elements than there are may have them in another order than the file's types.
void warnOfUnusedElements(const std::vector<int>& given, const std::vector<Atoms>& frames,
                          const std::string& file) {
  if (given.empty()) return;
  const std::set<int> named(given.begin(), given.end());
  std::set<int> found;
  for (const Atoms& frame : frames) {
    const auto species = frame.species();
    found.insert(species.begin(), species.end());
  }
  if (found.size() < named.size())
    logWarning(fmt::format("{} elements were given for '{}', but only {} occur in it", named.size(),
                           file, found.size()));
}

// No matter at ordinary pressures has less room an atom (diamond: 5.7), and no sample of atoms in a
// periodic box so much more.
void warnOfOtherLengths(const Atoms& atoms, const std::string& file) {
  constexpr double kLeast_A3 = 2, kMost_A3 = 1e5;
  if (!atoms.box.fullyPeriodic() || atoms.size() < 2) return;
  const double each_A3 = atoms.box.volume() / static_cast<double>(atoms.size());
  if (each_A3 < kLeast_A3 || each_A3 > kMost_A3)
    logWarning(
        fmt::format("an atom of '{}' has {:.3g} angstrom^3 in its periodic box: are the lengths of "
                    "the file {}?",
                    file, each_A3, each_A3 < kLeast_A3 ? "in nm" : "in pm"));
  Vec3 low = atoms.positions.front(), high = low;
  for (const Vec3& position : atoms.positions) {
    low = low.cwiseMin(position);
    high = high.cwiseMax(position);
  }
  constexpr std::size_t kSample = 10;
  constexpr double kUnit = 1.001, kLarger_A = 3;
  if (atoms.size() >= kSample && (high - low).maxCoeff() <= kUnit &&
      atoms.box.lengths().minCoeff() > kLarger_A)
    logWarning(
        fmt::format("all atoms of '{}' lie within 1 angstrom: are its coordinates fractions of the "
                    "edges?",
                    file));
}

// A run that was started again into the same file writes its frames twice.
void warnOfStepsBack(const std::vector<Atoms>& frames, const std::string& file) {
  const auto steps = [](const Atoms& one, const Atoms& next) { return next.step <= one.step; };
  const auto same = [&](const Atoms& frame) { return frame.step == frames.front().step; };
  if (std::all_of(frames.begin(), frames.end(), same)) return;  // they count none
  const auto found = std::adjacent_find(frames.begin(), frames.end(), steps);
  if (found == frames.end()) return;
  logWarning(
      fmt::format("the steps of '{}' do not rise: {} comes behind {}. Were several runs written "
                  "into one file?",
                  file, (found + 1)->step, found->step));
}

void requireOneClock(const ReadOptions& options) {
  if (options.timestep_fs > 0 && options.frameInterval_ps > 0)
    throw Error(ErrorKind::usage, "The time of the frames is given twice",
                "a time step and a time from frame to frame",
                "leave configuration.timestep_fs or configuration.frame_interval_ps out");
}

/// Sets the times of frames by what was given; `numbers` are their places in the file.
void setTimes(std::vector<Atoms>& frames, const std::vector<long>& numbers,
              const ReadOptions& options, const std::string& file) {
  if (!(options.timestep_fs > 0) && !(options.frameInterval_ps > 0)) return;
  const bool bySteps = options.timestep_fs > 0;
  const auto sameStep = [&](const Atoms& frame) { return frame.step == frames.front().step; };
  if (bySteps && frames.size() > 1 && std::all_of(frames.begin(), frames.end(), sameStep))
    throw Error(ErrorKind::usage, fmt::format("The frames of '{}' count no steps", file),
                fmt::format("each says that it is step {}", frames.front().step),
                "give configuration.frame_interval_ps, the time from frame to frame, instead of "
                "configuration.timestep_fs");
  // What a file tells may count from another moment, but not at another pace.
  const double told_ps = frames.back().time_ps - frames.front().time_ps;
  for (std::size_t i = 0; i < frames.size(); ++i)
    frames[i].time_ps = bySteps ? static_cast<double>(frames[i].step) * options.timestep_fs / 1000
                                : static_cast<double>(numbers[i]) * options.frameInterval_ps;
  const double given_ps = frames.back().time_ps - frames.front().time_ps;
  if (std::isfinite(told_ps) && std::abs(told_ps - given_ps) > 1e-3 * given_ps)
    logWarning(
        fmt::format("'{}' says that its frames span {:.6g} ps; by the time that was given "
                    "they span {:.6g} ps, which is taken",
                    file, told_ps, given_ps));
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
  requireOneClock(options);
  std::vector<Atoms> result;
  std::vector<long> numbers;
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
    numbers.push_back(frame);
  }
  requireFrames(frame, file);
  // Reaching the end of the file early means that a frame was asked for that is not there.
  if (frame <= last || result.empty()) static_cast<void>(selection.resolve(frame));
  if (options.comparesFrames) requireIdentity(*reader, result, file);
  warnOfUnusedElements(options.elements, result, file);
  warnOfOtherLengths(result.back(), file);
  warnOfStepsBack(result, file);
  setTimes(result, numbers, options, file);
  return result;
}

}  // namespace glasscope::sim
