#include "compare/images/SeriesMatch.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "compare/images/GaussianBlur.h"
#include "core/math/Random.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

/// One field at several widths of the source, which is what the series runs over.
struct PlantedSeries {
  MapSeries series{"haadf", "1", "planted", "source", "A", {}, {}};
  PlantedSeries() {
    const Map2 field = planted::smoothNoise(48, 1.0, 5, 0, false);
    for (const double sigma : {0.0, 1.0, 2.0, 3.0}) {
      series.axis.push_back(sigma);
      series.maps.push_back(sigma > 0 ? gaussianBlur(field, sigma) : field);
    }
  }
  // Member `i` on another scale, with noise.
  Map2 measured(std::size_t i, double noise) const {
    Map2 map = series.maps[i];
    Random random(6, "planted_noise");
    for (double& v : map.values) v = 200 + 30 * (v + noise * random.normal());
    return map;
  }
};

TEST(SeriesMatch, findsTheMemberThatMadeTheMap) {
  const PlantedSeries planted;
  for (const std::size_t member : {0U, 2U}) {
    const SeriesMatch match = matchSeries(planted.measured(member, 0.05), planted.series);
    EXPECT_EQ(match.best[0], member);
    EXPECT_EQ(match.best[1], member);
    ASSERT_FALSE(match.notExcluded.empty());
    EXPECT_NE(std::find(match.notExcluded.begin(), match.notExcluded.end(), member),
              match.notExcluded.end());
    // The far end of the series is told apart.
    const std::size_t far = member == 0 ? 3 : 0;
    EXPECT_EQ(std::find(match.notExcluded.begin(), match.notExcluded.end(), far),
              match.notExcluded.end());
    EXPECT_GT(match.members[member].scored[0], 0.95);
    EXPECT_LT(match.members[member].r1[0], 0.1);
    EXPECT_EQ(match.members[member].behind[0], 0);
  }
}

// Noise in the half of large x alone: the first way scores there and sees it in the rings, the
// second scores where there is none.
TEST(SeriesMatch, takesRingsWhereNothingWasFitted) {
  const PlantedSeries planted;
  Map2 map = planted.measured(1, 0);
  Random random(7, "planted_noise");
  for (int x = map.nx() / 2; x < map.nx(); ++x)
    for (int y = 0; y < map.ny(); ++y) map.values(x, y) += 8 * random.normal();
  const SeriesMatch match = matchSeries(map, planted.series);
  const auto meanOf = [](const std::vector<FourierRingPoint>& rings) {
    double sum = 0, count = 0;
    for (const FourierRingPoint& point : rings) {
      if (point.k_invA < 0.15 || point.k_invA > 0.35) continue;
      sum += point.correlation;
      count += 1;
    }
    return sum / count;
  };
  ASSERT_EQ(match.best[0], 1U);
  ASSERT_EQ(match.best[1], 1U);
  EXPECT_GT(meanOf(match.rings[1]), 0.95);
  EXPECT_LT(meanOf(match.rings[0]), meanOf(match.rings[1]) - 0.1);
}

// A map of nothing: what a fit gains on its half is not there on the other.
TEST(SeriesMatch, scoresNothingWhereNothingWasFitted) {
  const PlantedSeries planted;
  Map2 noise = planted::smoothNoise(48, 1.0, 99, 3, false);
  const SeriesMatch match = matchSeries(noise, planted.series);
  for (const MemberMatch& member : match.members)
    for (std::size_t way = 0; way < 2; ++way) EXPECT_LT(std::abs(member.scored[way]), 0.35);
}

}  // namespace
}  // namespace glasscope::compare
