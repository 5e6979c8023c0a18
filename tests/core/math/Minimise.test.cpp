#include "core/math/Minimise.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

TEST(Minimise, findsTheMinimumToItsTolerance) {
  const auto parabola = [](double x) { return std::pow(x - 0.7, 2) + 3; };
  const Minimum found = minimise(parabola, -5, 9, 1e-4);
  EXPECT_NEAR(found.place, 0.7, 1e-4);
  EXPECT_NEAR(found.value, 3, 1e-8);
  EXPECT_NEAR(minimise([](double x) { return -std::cos(x - 2); }, 0, 4, 1e-3).place, 2, 1e-3);
}

TEST(Minimise, findsAMinimumAtAnEdge) {
  EXPECT_NEAR(minimise([](double x) { return x; }, 1, 4, 1e-3).place, 1, 4e-3);
}

TEST(Minimise, refusesAnEmptyInterval) {
  EXPECT_THROW(minimise([](double x) { return x; }, 1, 1, 1e-3), Error);
}

}  // namespace
}  // namespace glasscope
