#include "sim/elasticity/StressFluctuations.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::sim {
namespace {

using Stress = StressSums::Stress;

Stress stressOf(double first, double last) {
  Stress stress = Stress::Zero();
  stress[0] = first;
  stress[5] = last;
  return stress;
}

// Every block has the same two stresses, one either side of their mean: nothing is uncertain.
TEST(StressFluctuations, takeTheCovarianceTimesVOverKtOffBornsTerm) {
  std::vector<StressSums> blocks(3);
  for (StressSums& block : blocks) {
    block.addStress(stressOf(2.1, 0.3), 290);
    block.addStress(stressOf(1.9, 0.5), 310);
    block.addAffine(100 * ElasticTensor::Identity());
    block.addAffine(120 * ElasticTensor::Identity());
  }
  const auto found = fluctuationModuli(blocks, 16000, 300);
  // V / kT = 16000 / (8.617333e-5 * 300 * 160.2177) per GPa; covariance 0.01 GPa^2.
  const double factor = 16000 / (8.617333262e-5 * 300 * 160.2176634);
  EXPECT_NEAR(found.tensor_GPa(0, 0), 110 - 0.01 * factor, 1e-9);
  EXPECT_NEAR(found.tensor_GPa(5, 5), 110 - 0.01 * factor, 1e-9);
  EXPECT_NEAR(found.tensor_GPa(0, 5), 0.01 * factor, 1e-9);
  EXPECT_NEAR(found.tensor_GPa(5, 0), 0.01 * factor, 1e-9);
  EXPECT_NEAR(found.tensor_GPa(2, 2), 110, 1e-9);
  EXPECT_NEAR(found.error_GPa.norm(), 0, 1e-9);
  EXPECT_NEAR(found.shear_GPa.mean, shearModulus(found.tensor_GPa), 1e-9);
  EXPECT_NEAR(found.bulk_GPa.mean, bulkModulus(found.tensor_GPa), 1e-9);
  EXPECT_NEAR(found.stress_GPa[0], 2.0, 1e-12);
  EXPECT_NEAR(found.affine_GPa(1, 1), 110, 1e-12);
  EXPECT_NEAR(found.temperature_K, 300, 1e-12);
}

// Normal stresses of a known covariance about a mean that is far from zero: 300 measurements of ten
// blocks. Their mean is what was planted (a covariance about the mean of few values is too small,
// here by 1 in 40: 0.5 GPa, of which the jackknife leaves nothing), and 95 % intervals of nine
// degrees of freedom hold it in 95 %; of 300 that is 95 +- 1.3, and errors by the jackknife are a
// little narrow.
TEST(StressFluctuations, haveNoBiasAndErrorsThatCover) {
  constexpr double kVolume_A3 = 4000, kTemperature_K = 300, kPlanted_GPa = 20;
  constexpr double kStudent95 = 2.262;
  constexpr int kTimes = 300, kBlocks = 10, kStresses = 4;
  const double factor = kVolume_A3 / (8.617333262e-5 * kTemperature_K * 160.2176634);
  const double width_GPa = std::sqrt(kPlanted_GPa / factor);
  double sum = 0, squares = 0;
  int covered = 0;
  for (int time = 0; time < kTimes; ++time) {
    std::vector<StressSums> blocks(kBlocks);
    for (int k = 0; k < kBlocks * kStresses; ++k) {
      Random random(7, "planted_stress", static_cast<std::uint64_t>(time),
                    static_cast<std::uint64_t>(k));
      Stress stress;
      for (int c = 0; c < 6; ++c) stress[c] = 5 + width_GPa * random.normal();
      StressSums& block = blocks[static_cast<std::size_t>(k / kStresses)];
      block.addStress(stress, kTemperature_K);
      block.addAffine(50 * ElasticTensor::Identity());
    }
    const auto found = fluctuationModuli(blocks, kVolume_A3, kTemperature_K);
    const double off = found.tensor_GPa(3, 3) - (50 - kPlanted_GPa);
    sum += off;
    squares += off * off;
    covered += std::abs(off) < kStudent95 * found.error_GPa(3, 3);
  }
  const double mean = sum / kTimes;
  const double error = std::sqrt(squares / kTimes / kTimes);
  EXPECT_LT(std::abs(mean), 3 * error) << "biased";
  EXPECT_LT(error, 0.4) << "a bias of 0.5 GPa would not be seen";
  EXPECT_GT(covered, 0.88 * kTimes);
  EXPECT_LT(covered, 0.985 * kTimes);
}

}  // namespace
}  // namespace glasscope::sim
