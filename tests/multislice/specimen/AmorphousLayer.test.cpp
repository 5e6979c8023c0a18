#include "multislice/specimen/AmorphousLayer.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

TEST(AmorphousLayer, hasTheDensityCompositionAndDistances) {
  const Vec3 size(30, 25, 20);
  const AmorphousLayer layer({"SiO2", 20, 2.2}, size, {true, true}, 1, 0);
  double mass = 0;
  for (int z : layer.atomicNumbers()) mass += elementMass(z);
  const auto silicon = std::count(layer.atomicNumbers().begin(), layer.atomicNumbers().end(), 14);
  EXPECT_EQ(3 * silicon, static_cast<long>(layer.atomicNumbers().size()));
  // The number of formula units is rounded: 330 of them.
  EXPECT_NEAR(mass * 1.66053906660 / size.prod(), 2.2, 2.2 / 330);
  for (std::size_t i = 0; i < layer.positions().size(); ++i) {
    for (int d = 0; d < 3; ++d) {
      EXPECT_GE(layer.positions()[i][d], 0);
      EXPECT_LT(layer.positions()[i][d], size[d]);
    }
    for (std::size_t j = 0; j < i; ++j) {
      Vec3 r = layer.positions()[i] - layer.positions()[j];
      for (int d : {0, 1}) r[d] -= size[d] * std::round(r[d] / size[d]);
      EXPECT_GE(r.norm(), layer.leastDistance_A());
    }
  }
  EXPECT_NEAR(layer.leastDistance_A(), 1.73, 0.02);
}

TEST(AmorphousLayer, isTheSameForTheSameSeedAlone) {
  const AmorphousLayer a({"C", 5, 0}, {10, 10, 5}, {true, true}, 1, 0),
      b({"C", 5, 0}, {10, 10, 5}, {true, true}, 1, 0),
      c({"C", 5, 0}, {10, 10, 5}, {true, true}, 2, 0);
  EXPECT_EQ(a.positions(), b.positions());
  EXPECT_NE(a.positions(), c.positions());
}

TEST(AmorphousLayer, readsFormulas) {
  using Parts = std::vector<std::pair<int, int>>;
  EXPECT_EQ(AmorphousLayer::composition("C"), (Parts{{6, 1}}));
  EXPECT_EQ(AmorphousLayer::composition("Al2O3"), (Parts{{13, 2}, {8, 3}}));
  EXPECT_THROW(AmorphousLayer::composition("sio2"), Error);
  EXPECT_THROW(AmorphousLayer::composition(""), Error);
  EXPECT_THROW(AmorphousLayer({"Al2O3", 5, 0}, {10, 10, 5}, {true, true}, 1, 0), Error);
}

}  // namespace
}  // namespace glasscope::multislice
