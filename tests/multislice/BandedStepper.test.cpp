#include "multislice/BandedStepper.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/Random.h"
#include "multislice/FftStepper.h"
#include "multislice/Transmission.h"

namespace glasscope::multislice {
namespace {

struct Size {
  int nx, ny;
};

class BandedSteps : public testing::TestWithParam<Size> {};

TEST_P(BandedSteps, areThoseOfWholeTransforms) {
  // Strong random slices, so that every frequency carries weight.
  const auto [nx, ny] = GetParam();
  const Grid grid(nx, ny, 10, 11);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 2);
  const Transmission transmission(grid, beam, limit, 4, [&](int s) {
    Random random(1, "stepper test", s);
    Array2<float> v(grid.nx(), grid.ny());
    for (float& x : v) x = static_cast<float>(2000 * random.uniform());
    return v;
  });
  Wave banded(grid.pixels(), 0.0f);
  banded[0] = banded[1] = banded[2 * ny] = banded[(nx - 2) * ny + 1] = 0.5f;
  Wave whole = banded;
  BandedStepper stepper(propagator);
  stepper.advance(banded, transmission.views(0, 1));
  stepper.advance(banded, transmission.views(1, 4));
  FftStepper(propagator).advance(whole, transmission.views());
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    difference += std::norm(whole[i] - banded[i]);
    size += std::norm(whole[i]);
  }
  EXPECT_GT(size, 0.01);
  EXPECT_LT(std::sqrt(difference / size), 2e-6);  // single precision, four slices
}

INSTANTIATE_TEST_SUITE_P(Sizes, BandedSteps,
                         testing::Values(Size{64, 64}, Size{60, 90}, Size{54, 50}, Size{45, 128},
                                         Size{128, 8}, Size{22, 26}));

TEST(BandedStepper, leavesOddRowsToWholeTransforms) {
  EXPECT_FALSE(BandedStepper::canStep(Grid(64, 45, 10, 10)));
  EXPECT_TRUE(BandedStepper::canStep(Grid(45, 64, 10, 10)));
}

}  // namespace
}  // namespace glasscope::multislice
