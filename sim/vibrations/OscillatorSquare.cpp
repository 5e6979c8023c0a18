#include "sim/vibrations/OscillatorSquare.h"

#include <cmath>

#include "core/math/Constants.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

constexpr double kHbar_eV_ps =
    constants::kPlanck_Js / (2 * constants::kPi) / constants::kElementaryCharge_C * 1e12;

}  // namespace

double classicalSquare(double eigenvalue, double temperature_K) {
  return constants::kBoltzmann_eV_per_K * temperature_K / (eigenvalue * kSquaredRate_per_ps2);
}

double quantumSquare(double eigenvalue, double temperature_K) {
  const double omega = std::sqrt(eigenvalue * kSquaredRate_per_ps2);
  const double x = kHbar_eV_ps * omega / (2 * constants::kBoltzmann_eV_per_K * temperature_K);
  return kHbar_eV_ps / (2 * omega) / std::tanh(x);
}

}  // namespace glasscope::sim
