#include "compare/scores/ScoredShape.h"

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::compare {

void requireShape(const std::vector<Map2>& truths, const Map2& answer) {
  if (truths.empty()) {
    throw Error(ErrorKind::usage, "Nothing can be scored", "there is no truth",
                "name one that the truth file holds ('glasscope info' lists them)");
  }
  const Map2& truth = truths.front();
  if (truth.nx() == answer.nx() && truth.ny() == answer.ny()) return;
  const bool exchanged = truth.nx() == answer.ny() && truth.ny() == answer.nx();
  throw Error(ErrorKind::usage,
              fmt::format("The answer has {} x {} pixels and the scan {} x {}", answer.nx(),
                          answer.ny(), truth.nx(), truth.ny()),
              exchanged ? "its sides are exchanged: it is turned by 90 degrees, or transposed"
                        : "an answer is scored pixel by pixel",
              exchanged ? "the first index is x, the second y: exchange them back"
                        : "give a value for every position of the scan, NaN where there is none");
}

}  // namespace glasscope::compare
