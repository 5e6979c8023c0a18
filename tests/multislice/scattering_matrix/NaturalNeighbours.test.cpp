#include "multislice/scattering_matrix/NaturalNeighbours.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

TEST(naturalNeighbours, weightsAddUpToOneAndReproduceLinearFunctions) {
  // Sibson's identity holds where the cell of the point is bounded by the sites: inside their hull.
  std::vector<Vec2> sites{{-3, -3}, {3, -3}, {3, 3}, {-3, 3}};
  Random random(3, "sites");
  for (int i = 0; i < 20; ++i)
    sites.emplace_back(4 * random.uniform() - 2, 4 * random.uniform() - 2);
  for (int i = 0; i < 30; ++i) {
    const Vec2 point(2 * random.uniform() - 1, 2 * random.uniform() - 1);
    double sum = 0;
    Vec2 mean(0, 0);
    for (const auto& [site, weight] : naturalNeighbours(sites, point)) {
      EXPECT_GT(weight, 0);
      sum += weight;
      mean += weight * sites[site];
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_NEAR((mean - point).norm(), 0, 1e-10);
  }
}

TEST(naturalNeighbours, aPointOnASiteHasThatSiteAlone) {
  const std::vector<Vec2> sites{{0, 0}, {1, 0}, {0, 1}};
  const auto weights = naturalNeighbours(sites, {1, 0});
  ASSERT_EQ(weights.size(), 1u);
  EXPECT_EQ(weights[0].site, 1u);
  EXPECT_EQ(weights[0].weight, 1);
}

TEST(naturalNeighbours, theMiddleOfASquareTakesAQuarterFromEachCorner) {
  const std::vector<Vec2> sites{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
  const auto weights = naturalNeighbours(sites, {0, 0});
  ASSERT_EQ(weights.size(), 4u);
  for (const auto& w : weights) EXPECT_NEAR(w.weight, 0.25, 1e-12);
}

}  // namespace
}  // namespace glasscope::multislice
