#include "sim/frames/FrameSelection.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::sim {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw Error(
      ErrorKind::usage, fmt::format("The frame selection '{}' is not understood", text), why,
      "write FIRST:LAST:STEP with the last included, as in 0:-1:10, or a single number (-1 is "
      "the last frame), or all");
}

}  // namespace

FrameSelection FrameSelection::parse(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (trimmed == "all") return {};
  const auto parts = split(trimmed, ':');
  if (parts.size() > 3) refuse(text, "it has more than three parts");
  std::array<long, 3> numbers{0, -1, 1};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = trim(parts[i]);
    if (part.empty() && parts.size() > 1) continue;  // "::10" keeps the defaults
    const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), numbers[i]);
    if (part.empty() || code != std::errc{} || end != part.data() + part.size())
      refuse(text, fmt::format("'{}' is not a whole number", part));
  }
  if (parts.size() == 1) numbers[1] = numbers[0];
  if (numbers[2] < 1) refuse(text, "the step must be at least 1");
  const bool sameEnd = (numbers[0] < 0) == (numbers[1] < 0);
  if (sameEnd && numbers[1] < numbers[0]) refuse(text, "its last frame comes before its first");
  return {numbers[0], numbers[1], numbers[2]};
}

std::vector<long> FrameSelection::resolve(long count) const {
  const auto absolute = [&](long index) { return index < 0 ? count + index : index; };
  const long from = absolute(first), to = absolute(last);
  for (const long index : {first, last})
    if (absolute(index) < 0 || absolute(index) >= count)
      throw Error(ErrorKind::usage, fmt::format("There is no frame {}", index),
                  fmt::format("the file has {} frame{}, numbered 0 to {}", count,
                              count == 1 ? "" : "s", count - 1),
                  "choose among these with --frames FIRST:LAST:STEP");
  if (to < from)
    throw Error(ErrorKind::usage, fmt::format("The frame selection {}:{} is empty", first, last),
                "its last frame comes before its first", "exchange the two");
  std::vector<long> frames;
  for (long frame = from; frame <= to; frame += step) frames.push_back(frame);
  return frames;
}

}  // namespace glasscope::sim
