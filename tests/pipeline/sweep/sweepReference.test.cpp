#include "pipeline/sweep/sweepReference.h"

#include <gmock/gmock.h>

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

TEST(SweepReference, hasEveryKeyWithItsDefaultAndLimits) {
  const std::string text = sweepReferenceMarkdown();
  EXPECT_THAT(text,
              HasSubstr("| `samples_per_shard` | whole number | `100` | >= 1 and <= 1000000 |"));
  EXPECT_THAT(text,
              HasSubstr("| `distribution` | text | `\"uniform\"` | one of uniform, log, normal |"));
  EXPECT_THAT(text, HasSubstr("| `from` | number |  |  |"));
}

}  // namespace
}  // namespace glasscope::pipeline
