#include "core/math/Sobol.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

TEST(Sobol, givesEveryHalfQuarterAndEighthOfEachAxisAsManyPoints) {
  // The property that makes the sequence one of base 2: of 2^m points (beginning at a multiple of
  // 2^m) each interval of length 2^-m holds one, in every dimension.
  for (const std::uint64_t seed : {1U, 2U, 99U}) {
    const auto points = sobolPoints(64, 5, seed);
    for (std::size_t d = 0; d < 5; ++d) {
      std::vector<int> hits(8, 0);
      for (const auto& point : points) ++hits[static_cast<std::size_t>(point[d] * 8)];
      // The generator of Boost leaves out the point at the origin, so one of 64 is of the next
      // block.
      for (const int hit : hits) EXPECT_NEAR(hit, 8, 1) << "seed " << seed << ", dimension " << d;
    }
  }
}

TEST(Sobol, fillsASquareMoreEvenlyThanRandomPoints) {
  const auto points = sobolPoints(256, 2, 7);
  std::vector<int> hits(64, 0);
  for (const auto& p : points)
    ++hits[static_cast<std::size_t>(p[0] * 8) * 8 + static_cast<std::size_t>(p[1] * 8)];
  // Random points would have counts of 4 +- 2; these are 4 but for the one that is left out.
  for (const int hit : hits) EXPECT_NEAR(hit, 4, 1);
}

TEST(Sobol, beginsWithTheShorterSequenceAndFollowsTheSeed) {
  const auto few = sobolPoints(10, 3, 4), many = sobolPoints(100, 3, 4),
             other = sobolPoints(10, 3, 5);
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(few[i], many[i]);
    EXPECT_NE(few[i], other[i]);
  }
}

TEST(Sobol, staysWithinTheUnitCubeAndRefusesTooManyDimensions) {
  for (const auto& point : sobolPoints(1000, 4, 3)) {
    for (const double x : point) {
      EXPECT_GE(x, 0);
      EXPECT_LT(x, 1);
    }
  }
  EXPECT_THROW(sobolPoints(1, kMostSobolDimensions + 1, 1), Error);
  EXPECT_TRUE(sobolPoints(3, 0, 1).front().empty());
}

}  // namespace
}  // namespace glasscope
