#include "multislice/propagation/FusedStepper.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/FftStepper.h"

namespace glasscope::multislice {
namespace {

/// Strong random slices, so that every frequency carries weight.
Transmission randomSlices(const Grid& grid, int slices) {
  return Transmission(grid, ElectronBeam(200), BandLimit(grid), slices, [&](int s) {
    Random random(1, "stepper test", s);
    Array2<float> v(grid.nx(), grid.ny());
    for (float& x : v) x = static_cast<float>(2000 * random.uniform());
    return v;
  });
}

Wave fewBeams(const Grid& grid) {
  Wave wave(grid.pixels(), 0.0f);
  const std::size_t nx = grid.nx(), ny = grid.ny();
  wave[0] = wave[1] = wave[2 * ny] = wave[(nx - 2) * ny + 1] = wave[3 * ny - 5] = 0.45f;
  return wave;
}

/// Relative rms difference.
double difference(const Wave& a, const Wave& b) {
  double off = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    off += std::norm(a[i] - b[i]);
    size += std::norm(b[i]);
  }
  EXPECT_GT(size, 0.01);
  return std::sqrt(off / size);
}

struct Size {
  int nx, ny;
};

class FusedSteps : public testing::TestWithParam<Size> {};

TEST_P(FusedSteps, areThoseOfWholeTransforms) {
  const Grid grid(GetParam().nx, GetParam().ny, 10, 11);
  const Propagator propagator(grid, ElectronBeam(200), BandLimit(grid), 2);
  const Transmission slices = randomSlices(grid, 4);
  Wave fused = fewBeams(grid), whole = fused;
  FusedStepper stepper(propagator);
  stepper.advance(fused, slices.views(0, 1));
  stepper.advance(fused, slices.views(1, 4));
  FftStepper(propagator).advance(whole, slices.views());
  EXPECT_LT(difference(fused, whole), 2e-6);  // single precision, four slices
}

// Every radix, two to four passes, sides that no number of lanes divides, long and short sides.
INSTANTIATE_TEST_SUITE_P(Sizes, FusedSteps,
                         testing::Values(Size{64, 64}, Size{128, 72}, Size{75, 90}, Size{81, 100},
                                         Size{96, 125}, Size{162, 108}, Size{135, 144},
                                         Size{256, 256}, Size{150, 400}, Size{512, 100},
                                         Size{64, 768}, Size{1024, 80}, Size{1250, 64},
                                         Size{64, 2048}, Size{1458, 64}, Size{98, 126},
                                         Size{392, 70}, Size{18, 20}));

TEST(FusedStepper, takesEverySizeThatGridsChoose) {
  for (int n = 18; n <= 4096; n = Grid::friendlySize(n + 1)) {
    EXPECT_TRUE(LinePlan::canPlan(Grid::friendlySize(n))) << n;
  }
}

TEST(FusedStepper, leavesOtherSizesToTheOthers) {
  EXPECT_FALSE(FusedStepper::canStep(Grid(128, 66, 10, 10)));
  EXPECT_FALSE(FusedStepper::canStep(Grid(16, 128, 10, 10)));
}

TEST(FusedStepper, isTheSameOnEveryInstructionSet) {
  const Grid grid(120, 90, 10, 11);
  const Propagator propagator(grid, ElectronBeam(200), BandLimit(grid), 2);
  const Transmission slices = randomSlices(grid, 3);
  Wave best = fewBeams(grid);
  FusedStepper(propagator).advance(best, slices.views());
  const std::vector<std::string> sets = fused::instructionSets();
  ASSERT_FALSE(sets.empty());
  for (const std::string& set : sets) {
    fused::useInstructionSet(set);
    Wave wave = fewBeams(grid);
    FusedStepper(propagator).advance(wave, slices.views());
    // Not the same bits: the older sets have no fused multiplication and addition.
    EXPECT_LT(difference(wave, best), 2e-6) << set;
  }
  fused::useInstructionSet(sets.front());
}

TEST(FusedStepper, stepsThroughAWindowOfALargerRegion) {
  const Grid region(100, 110, 10, 11), window(64, 72, 6.4, 7.2);
  const Propagator propagator(window, ElectronBeam(200), BandLimit(window), 2);
  const Transmission slices = randomSlices(region, 1);
  const SliceView seen = slices.view(0).from(17, 23);
  RealImage copy(2 * window.pixels());
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 72; ++j) {
      copy[i * 72 + j] = seen.re[i * seen.stride + j];
      copy[window.pixels() + i * 72 + j] = seen.im[i * seen.stride + j];
    }
  }
  const SliceView alone{copy.data(), copy.data() + window.pixels(), 72};
  Wave a = fewBeams(window), b = a;
  FusedStepper stepper(propagator);
  stepper.advance(a, {&seen, 1});
  stepper.advance(b, {&alone, 1});
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i], b[i]);
}

TEST(FusedStepper, readsNothingBeyondTheSlice) {
  // The last row of the slice ends where its memory ends; the bytes behind it are not numbers.
  const Grid grid(64, 75, 10, 11);
  const Propagator propagator(grid, ElectronBeam(200), BandLimit(grid), 2);
  const Transmission slices = randomSlices(grid, 1);
  RealImage planes(2 * (grid.pixels() + 16), std::nanf(""));
  const SliceView padded = slices.view(0);
  for (int i = 0; i < 64; ++i) {
    std::copy_n(padded.re + i * padded.stride, 75, planes.data() + 75 * i);
    std::copy_n(padded.im + i * padded.stride, 75, planes.data() + grid.pixels() + 16 + 75 * i);
  }
  const SliceView tight{planes.data(), planes.data() + grid.pixels() + 16, 75};
  Wave a = fewBeams(grid), b = a;
  FusedStepper stepper(propagator);
  stepper.advance(a, {&tight, 1});
  stepper.advance(b, slices.views());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i], b[i]);
}

TEST(FusedStepper, keepsNothingOfTheWaveBefore) {
  const Grid grid(90, 75, 10, 11);
  const Propagator propagator(grid, ElectronBeam(200), BandLimit(grid), 2);
  const Transmission slices = randomSlices(grid, 2);
  Wave fresh = fewBeams(grid), again = fresh, other(grid.pixels(), {3.0f, 4.0f});
  FusedStepper stepper(propagator);
  stepper.advance(fresh, slices.views());
  stepper.advance(other, slices.views());
  stepper.advance(again, slices.views());
  for (std::size_t i = 0; i < fresh.size(); ++i) EXPECT_EQ(fresh[i], again[i]);
}

TEST(FusedStepper, carriesManyWavesAsItCarriesEachAlone) {
  // Seven waves in windows a little apart: more than one group, and the last one not full.
  const Grid region(100, 110, 10, 11), window(64, 72, 6.4, 7.2);
  const Propagator propagator(window, ElectronBeam(200), BandLimit(window), 2);
  const Transmission slices = randomSlices(region, 3);
  std::vector<Wave> together(7, fewBeams(window));
  std::vector<std::vector<SliceView>> seen(together.size());
  std::vector<TravellingWave> travelling;
  for (std::size_t w = 0; w < together.size(); ++w) {
    const int at = static_cast<int>(w);
    together[w][3] = static_cast<float>(w);
    for (int s = 0; s < 3; ++s) seen[w].push_back(slices.view(s).from(2 * at, 5 * at));
    travelling.push_back({together[w], seen[w]});
  }
  std::vector<Wave> alone = together;
  FusedStepper stepper(propagator);
  stepper.advanceTogether(travelling);
  for (std::size_t w = 0; w < alone.size(); ++w) {
    FusedStepper(propagator).advance(alone[w], seen[w]);
    for (std::size_t i = 0; i < alone[w].size(); ++i) ASSERT_EQ(together[w][i], alone[w][i]);
  }
  EXPECT_NE(alone[0][1], alone[6][1]);
}

TEST(FusedStepper, refusesWavesThroughDifferentNumbersOfSlices) {
  const Grid grid(64, 64, 10, 10);
  const Propagator propagator(grid, ElectronBeam(200), BandLimit(grid), 2);
  const Transmission slices = randomSlices(grid, 2);
  Wave a = fewBeams(grid), b = a;
  const TravellingWave waves[] = {{a, slices.views()}, {b, slices.views(0, 1)}};
  EXPECT_THROW(FusedStepper(propagator).advanceTogether(waves), Error);
}

TEST(FusedStepper, leavesWavesWithoutSlicesAlone) {
  const Grid grid(64, 64, 10, 10);
  const Propagator propagator(grid, ElectronBeam(200), BandLimit(grid), 2);
  Wave wave = fewBeams(grid);
  const Wave before = wave;
  FusedStepper(propagator).advance(wave, {});
  EXPECT_EQ(wave, before);
}

}  // namespace
}  // namespace glasscope::multislice
