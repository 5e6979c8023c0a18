#include "sim/frames/LineEnd.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/frames/FileHead.h"

namespace glasscope::sim {
namespace {

// Characters behind the point of the last word of a line; of a whole number all of them.
std::size_t decimalsOfLast(std::string_view line) {
  const std::string_view text = trim(line);
  const std::size_t begin = text.find_last_of(" \t");
  const std::string_view last = begin == std::string_view::npos ? text : text.substr(begin + 1);
  const std::size_t point = last.find('.');
  return point == std::string_view::npos ? 0 : last.size() - point;
}

}  // namespace

void LineEnd::note(const LineReader& at) {
  if (count_ > 0) fewest_ = std::min(fewest_, last_);
  // Until the last line is known every line may be it; counting is cheap beside parsing.
  last_ = decimalsOfLast(at.line());
  ++count_;
}

void LineEnd::requireWhole(const LineReader& at) const {
  if (at.lineIsWhole()) return;
  if (count_ > 1 && last_ < fewest_)
    at.endsEarly("its last number has fewer decimals than all others, and no line feed behind it");
  logWarning(fmt::format(
      "'{}' does not end with a line feed: if it was cut, its last number is wrong", at.file()));
}

void LineEnd::requireLast(LineReader& at) const {
  if (!at.next() || !beginsWithNumbers(at.line(), 3)) return;
  at.fail(
      fmt::format("it gives a further position behind the {} atoms that the file counts", count_),
      "correct the number of atoms, or take the superfluous lines out");
}

}  // namespace glasscope::sim
