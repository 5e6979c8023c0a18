#include "multislice/convergence/incrementErrors.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

/// Values at levels with steps 1, 1/2, 1/4 ...: what a sum over atoms gives that are moved to the
/// planes in the middles of slices, in proportion to how far they are moved.
class MovedAtoms {
 public:
  MovedAtoms(std::uint64_t seed, int positions) : values_(positions) {
    constexpr int kAtoms = 40;
    for (int p = 0; p < positions; ++p) {
      for (int a = 0; a < kAtoms; ++a) {
        Random random(seed, "moved atoms", p, a);
        values_[p].push_back({random.uniform(), random.normal()});
      }
    }
  }
  std::vector<double> at(double step) const {
    std::vector<double> result;
    for (const auto& atoms : values_) {
      double sum = 1;
      for (const auto& [depth, weight] : atoms) {
        const double plane = (std::floor(depth / step) + 0.5) * step;
        sum += 0.01 * weight * (plane - depth);
      }
      result.push_back(sum);
    }
    return result;
  }

 private:
  struct Atom {
    double depth, weight;
  };
  std::vector<std::vector<Atom>> values_;
};

std::vector<double> errorsOf(const std::vector<std::vector<double>>& levels) {
  std::vector<double> steps;
  for (std::size_t i = 0; i < levels.size(); ++i) steps.push_back(std::pow(0.5, i));
  return incrementErrors({levels.begin(), levels.end()}, steps);
}

double rms(const std::vector<double>& values, double from) {
  double sum = 0;
  for (const double v : values) sum += (v - from) * (v - from);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

TEST(incrementErrors, areThoseOfAtomsThatAreMovedToPlanes) {
  // 2,000 positions know an error to 2 %. The truth is known: no step at all.
  const MovedAtoms atoms(1, 2000);
  const std::vector<double> truth = atoms.at(1e-9);
  std::vector<std::vector<double>> levels;
  for (int i = 0; i < 4; ++i) levels.push_back(atoms.at(std::pow(0.5, i)));
  const std::vector<double> errors = errorsOf(levels);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    std::vector<double> off = levels[i];
    for (std::size_t p = 0; p < off.size(); ++p) off[p] -= truth[p];
    EXPECT_NEAR(errors[i] / rms(off, 0), 1, 0.06) << "level " << i;
  }
}

TEST(incrementErrors, ofSixPositionsAreRightInTheMiddleAndSeldomFarOff) {
  // A study looks at six positions: how far their errors are known, 400 times.
  std::vector<double> ratios;
  for (int trial = 0; trial < 400; ++trial) {
    const MovedAtoms atoms(100 + trial, 6);
    const std::vector<double> truth = atoms.at(1e-9);
    std::vector<std::vector<double>> levels;
    for (int i = 0; i < 4; ++i) levels.push_back(atoms.at(std::pow(0.5, i)));
    std::vector<double> off = levels[2];
    for (std::size_t p = 0; p < off.size(); ++p) off[p] -= truth[p];
    ratios.push_back(errorsOf(levels)[2] / rms(off, 0));
  }
  std::sort(ratios.begin(), ratios.end());
  EXPECT_NEAR(ratios[200], 1.1, 0.1);
  EXPECT_GT(ratios[20], 0.65);  // 5 %
  EXPECT_LT(ratios[380], 2.2);  // 95 %
}

TEST(incrementErrors, ofErrorsThatGoOnInOneDirectionAreExact) {
  // Richardson's extrapolation: 1 + a h at two positions, whose limit is one.
  const std::vector<std::vector<double>> levels = {{1.08, 0.96}, {1.04, 0.98}, {1.02, 0.99}};
  const std::vector<double> errors = errorsOf(levels);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(errors[i], rms(levels[i], 1), 1e-12);
}

TEST(incrementErrors, ofTwoLevelsSupposeThatTheErrorGoesOn) {
  const std::vector<double> errors = errorsOf({{1.04, 0.98}, {1.02, 0.99}});
  EXPECT_NEAR(errors[0], rms({1.04, 0.98}, 1), 1e-12);
  EXPECT_NEAR(errors[1], rms({1.02, 0.99}, 1), 1e-12);
}

TEST(incrementErrors, ofChangesAtRightAnglesAddUpInSquares) {
  // Changes of 4, 2 and 1 along three positions: the next ones are 1/2, 1/4 ... in length.
  const std::vector<double> errors = errorsOf({{4, 2, 1}, {0, 2, 1}, {0, 0, 1}, {0, 0, 0}});
  for (int i = 0; i < 4; ++i) {
    double squares = 0;
    for (int j = i; j < 60; ++j) squares += std::pow(4 * std::pow(0.5, j), 2);
    EXPECT_NEAR(errors[i], std::sqrt(squares / 3), 1e-9) << i;
  }
}

TEST(incrementErrors, takeALastChangeThatIsSmallByChanceForWhatItIs) {
  const std::vector<double> calm = errorsOf({{1, 0}, {0, 0}, {0, 0}});
  EXPECT_GT(calm[2], 0.1);
  const std::vector<double> nothing = errorsOf({{1, 1}, {1, 1}, {1, 1}});
  EXPECT_THAT(nothing, testing::ElementsAre(0, 0, 0));
}

}  // namespace
}  // namespace glasscope::multislice
