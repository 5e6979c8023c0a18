#include "sim/vibrations/HeatCapacity.h"

#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"

namespace glasscope::sim {
namespace {

// h in eV ps: h nu / k T of a frequency in THz.
constexpr double kPlanck_eV_ps = constants::kPlanck_Js / constants::kElementaryCharge_C * 1e12;

// x^2 e^x / (e^x - 1)^2 = (x / 2 / sinh(x / 2))^2, 1 for x to 0.
double einstein(double x) {
  if (x < 1e-4) return 1 - x * x / 12;
  if (x > 700) return 0;
  return std::pow(0.5 * x / std::sinh(0.5 * x), 2);
}

}  // namespace

HeatCapacity heatCapacity(const DensityOfStates& states, double modes, double atoms,
                          double temperature_K) {
  // Steps that resolve both the kernel of the density and the edge of what is excited.
  constexpr int kSteps = 4000;
  const double step = states.top_THz() / kSteps;
  double sum = 0, below = 0;
  for (int k = 0; k < kSteps; ++k) {
    const double next = k + 1 == kSteps ? modes : states.count((k + 1) * step);
    const double x =
        kPlanck_eV_ps * (k + 0.5) * step / (constants::kBoltzmann_eV_per_K * temperature_K);
    sum += (next - below) * einstein(x);
    below = next;
  }
  HeatCapacity found;
  found.temperature_K = temperature_K;
  found.quantum = sum / atoms;
  found.classical = modes / atoms;
  found.perT3_per_K3 = found.quantum / std::pow(temperature_K, 3);
  return found;
}

std::vector<double> heatCapacityTemperatures_K(double lowestKnown_THz) {
  constexpr double kHighest_K = 1000;
  constexpr int kPerDecade = 20;
  const double lowest = kPlanck_eV_ps * lowestKnown_THz / (5 * constants::kBoltzmann_eV_per_K);
  std::vector<double> temperatures;
  for (int k = 0;; ++k) {
    const double temperature = kHighest_K * std::pow(10.0, -static_cast<double>(k) / kPerDecade);
    if (temperature < lowest) break;
    temperatures.insert(temperatures.begin(), temperature);
  }
  return temperatures;
}

std::string heatCapacityCsv(const std::vector<HeatCapacity>& rows) {
  std::string text =
      "temperature_K,quantum_k_per_atom,classical_k_per_atom,quantum_per_T3_k_per_K3\n";
  for (const HeatCapacity& row : rows) {
    text += fmt::format("{:.6g},{:.6g},{:.6g},{:.6g}\n", row.temperature_K, row.quantum,
                        row.classical, row.perT3_per_K3);
  }
  return text;
}

}  // namespace glasscope::sim
