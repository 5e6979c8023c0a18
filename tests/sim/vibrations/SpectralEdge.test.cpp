#include "sim/vibrations/SpectralEdge.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "tests/sim/vibrations/DiagonalSprings.h"

namespace glasscope::sim {
namespace {

TEST(SpectralEdge, frequenciesAreThoseOfAnOscillator) {
  // 1 eV/angstrom^2 and 1 g/mol: omega^2 = e / u in 1/s^2 times 1e20, CODATA 2018.
  const double omega = std::sqrt(constants::kElementaryCharge_C * 1e20 / 1.66053906660e-27) * 1e-12;
  EXPECT_NEAR(frequency_THz(1), omega / (2 * constants::kPi), 1e-6);
  EXPECT_NEAR(eigenvalueOf(frequency_THz(0.3)), 0.3, 1e-14);
  EXPECT_EQ(frequency_THz(-1), -frequency_THz(1));
}

TEST(SpectralEdge, boundsTheSpectrumTightly) {
  for (const double top : {0.3, 17.0}) {
    const SpectralEdges edges = spectralEdges(evenSprings(500, top), 3);
    EXPECT_GE(edges.top, top * (1 - 0.5 / 1500));
    EXPECT_LT(edges.top, 1.03 * top);
    EXPECT_GE(edges.lowest, -1e-5 * top);
  }
}

TEST(SpectralEdge, seesAModeThatIsClearlyUnstable) {
  auto values = evenSprings(500, 1).eigenvalues();
  values[700] = -0.2;
  EXPECT_NEAR(spectralEdges(DiagonalSprings(values), 3).lowest, -0.2, 0.01);
}

TEST(SpectralEdge, ofATinySampleIsExact) {
  // One atom: three eigenvalues, found in three steps. The margin is half a per cent.
  EXPECT_NEAR(spectralEdges(DiagonalSprings({1, 2, 3}), 1).top, 3 * 1.005, 1e-3);
}

}  // namespace
}  // namespace glasscope::sim
