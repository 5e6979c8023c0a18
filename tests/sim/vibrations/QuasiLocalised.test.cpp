#include "sim/vibrations/QuasiLocalised.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "sim/springs/PairSprings.h"
#include "sim/vibrations/SoftSubspace.h"
#include "sim/vibrations/SpectralEdge.h"
#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {
namespace {

SoftSpotSettings asking(int modes) {
  SoftSpotSettings settings;
  settings.modes = modes;
  return settings;
}

TEST(QuasiLocalised, areTheModesBelowTheFirstSoundWave) {
  Atoms atoms = glass();
  const auto found = *addQuasiLocalised(cuZr(), atoms, asking(8), 0);
  ASSERT_EQ(found.modes.size(), 8u);
  EXPECT_EQ(found.below, 0u);
  EXPECT_TRUE(found.complete);
  EXPECT_FALSE(atoms.columns.has("quasi_localised_participation"));
  EXPECT_TRUE(std::is_sorted(found.modes.begin(), found.modes.end(),
                             [](const SoftestMode& a, const SoftestMode& b) {
                               return a.frequency_THz < b.frequency_THz;
                             }));
  // Between the third and the fourth: three of them, whose shares are the column.
  const double between_THz = 0.5 * (found.modes[2].frequency_THz + found.modes[3].frequency_THz);
  const auto three = *addQuasiLocalised(cuZr(), atoms, asking(8), between_THz);
  EXPECT_EQ(three.below, 3u);
  EXPECT_TRUE(three.complete);
  const auto& shares = atoms.columns.at("quasi_localised_participation").values;
  double sum = 0;
  for (const double share : shares) sum += share;
  EXPECT_NEAR(sum, 250, 1e-9);
  // By hand, from the modes themselves.
  const PairSprings<double> springs(*EamTables::of(cuZr()), cuZr().elements(), atoms);
  const PairSprings<float> coarse(*EamTables::of(cuZr()), cuZr().elements(), atoms);
  const auto modes = softModes(springs, RigidMotions(springs), spectralEdges(coarse, 1).top, 8, 1);
  for (const std::size_t place : {7u, 100u}) {
    double share = 0;
    for (Eigen::Index k = 0; k < 3; ++k)
      share += modes.vectors.block<3, 1>(3 * static_cast<Eigen::Index>(place), k).squaredNorm();
    EXPECT_NEAR(shares[static_cast<std::size_t>(springs.atoms().input[place])], 250 * share / 3,
                1e-6);
  }
  for (const SoftestMode& mode : three.modes) {
    EXPECT_LE(mode.largestShare, 1);
    EXPECT_GE(mode.largestShare, 1 / (250 * mode.participationRatio) - 1e-12)
        << "the largest is at least the mean weighted by itself";
  }
  Atoms again = glass();
  EXPECT_FALSE(addQuasiLocalised(cuZr(), again, asking(2), between_THz)->complete);
  EXPECT_THAT(modesCsv(three, atoms),
              testing::AllOf(testing::StartsWith("frequency_THz,participation_ratio,atom_id,"),
                             testing::HasSubstr(",1\n"), testing::HasSubstr(",0\n")));
  EXPECT_THROW(addQuasiLocalised(cuZr(), atoms, asking(700), 1), Error);
}

}  // namespace
}  // namespace glasscope::sim
