#include "sim/vibrations/OscillatorSquare.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

// hbar omega of 1 THz is 4.1357 meV (Planck's constant in eV/THz, exact), k T of 300 K 25.85 meV.
TEST(OscillatorSquare, isThatOfAWarmAndOfAColdOscillator) {
  const double soft = eigenvalueOf(0.5), stiff = eigenvalueOf(8);
  EXPECT_NEAR(quantumSquare(soft, 300) / classicalSquare(soft, 300), 1, 2e-3);
  // x / tanh(x), x = h nu / 2 k T: the excess over one is x^2 / 3.
  const double x = 4.135667696e-3 * 0.5 / (2 * 8.617333262e-5 * 300);
  EXPECT_NEAR(quantumSquare(soft, 300) / classicalSquare(soft, 300) - 1, x * x / 3, 1e-5);
  // The ground state: hbar / 2 omega, whatever the temperature.
  const double hbar_eV_ps = 6.582119569e-4, omega = 2 * constants::kPi * 8;
  EXPECT_NEAR(quantumSquare(stiff, 1), hbar_eV_ps / (2 * omega), 1e-9 * hbar_eV_ps);
  EXPECT_NEAR(classicalSquare(stiff, 300), 8.617333262e-5 * 300 / (omega * omega), 1e-12);
}

}  // namespace
}  // namespace glasscope::sim
