#include "sim/readers/FrameReader.h"

#include <limits>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

void requireFrames(long count, const std::string& file) {
  if (count == 0)
    throw Error(ErrorKind::input, fmt::format("Cannot read '{}'", file), "it holds no frame",
                "check that the file is complete");
}

}  // namespace

std::vector<Atoms> readSelected(const FrameSelection& selection, const std::string& file,
                                const std::function<std::unique_ptr<FrameReader>()>& open) {
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
  for (; frame <= last; ++frame) {
    if (frame < first || (frame - first) % selection.step != 0) {
      if (!reader->skip()) break;
      continue;
    }
    auto atoms = reader->read();
    if (!atoms) break;
    atoms->source = fmt::format("{}, frame {}", file, frame);
    atoms->validate();
    atoms->sortById();
    result.push_back(std::move(*atoms));
  }
  requireFrames(frame, file);
  // Reaching the end of the file early means that a frame was asked for that is not there.
  if (frame <= last) static_cast<void>(selection.resolve(frame));
  return result;
}

}  // namespace glasscope::sim
