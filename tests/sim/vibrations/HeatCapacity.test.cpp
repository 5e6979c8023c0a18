#include "sim/vibrations/HeatCapacity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

constexpr double kTop_THz = 8;

// Moments of modes at some frequencies: cos(n theta), as a recursion over them would give.
DensityOfStates statesAt(const std::vector<double>& frequencies_THz, int order = 1000) {
  const double top = eigenvalueOf(kTop_THz);
  std::vector<double> moments(static_cast<std::size_t>(order) + 1, 0.0);
  for (const double nu : frequencies_THz) {
    const double theta = std::acos(2 * eigenvalueOf(nu) / top - 1);
    for (std::size_t n = 0; n < moments.size(); ++n)
      moments[n] += std::cos(static_cast<double>(n) * theta);
  }
  return DensityOfStates(moments, top, static_cast<double>(frequencies_THz.size()));
}

// Modes evenly in the cube of the frequency: Debye's solid.
std::vector<double> debyeModes(double highest_THz, int count) {
  std::vector<double> modes;
  for (int k = 0; k < count; ++k) modes.push_back(highest_THz * std::cbrt((k + 0.5) / count));
  return modes;
}

TEST(HeatCapacity, ofOneFrequencyIsEinsteins) {
  const DensityOfStates states = statesAt({4, 4, 4});
  for (const double temperature : {50.0, 200.0, 1000.0}) {
    const double x =
        constants::kPlanck_Js * 4e12 /
        (constants::kBoltzmann_eV_per_K * constants::kElementaryCharge_C * temperature);
    const double expected = 3 * x * x * std::exp(x) / std::pow(std::exp(x) - 1, 2);
    const HeatCapacity found = heatCapacity(states, 3, 1, temperature);
    // The kernel is 0.02 THz wide: d ln C / d nu times that, squared.
    EXPECT_NEAR(found.quantum / expected, 1, 2e-3) << temperature;
    EXPECT_EQ(found.classical, 3);
    EXPECT_NEAR(found.perT3_per_K3, found.quantum / std::pow(temperature, 3), 1e-15);
  }
}

TEST(HeatCapacity, ofDebyesSolidGoesWithTheCubeOfTheTemperature) {
  const DensityOfStates states = statesAt(debyeModes(7, 1500));
  // 12 pi^4 / 5 (T / theta)^3 an atom, theta = h nu / k = 336 K; exact to 1e-3 below theta / 20.
  const double theta = constants::kPlanck_Js * 7e12 / constants::kElementaryCharge_C /
                       constants::kBoltzmann_eV_per_K;
  const double law = 12 * std::pow(constants::kPi, 4) / 5 / std::pow(theta, 3);
  for (const double temperature : {12.0, 16.0})
    EXPECT_NEAR(heatCapacity(states, 1500, 500, temperature).perT3_per_K3 / law, 1, 0.02);
  EXPECT_NEAR(heatCapacity(states, 1500, 500, 5000).quantum, 3, 2e-3) << "Dulong and Petit";
}

TEST(HeatCapacity, temperaturesBeginWhereTheBoxHasModes) {
  const auto temperatures = heatCapacityTemperatures_K(0.44);
  EXPECT_NEAR(temperatures.back(), 1000, 1e-9);
  // h 0.44 THz / k = 21.1 K
  EXPECT_GE(temperatures.front(), 21.1 / 5 - 0.01);
  EXPECT_LT(temperatures.front(), 21.1 / 5 * 1.2);
  for (std::size_t k = 1; k < temperatures.size(); ++k)
    EXPECT_GT(temperatures[k], temperatures[k - 1]);
  EXPECT_EQ(heatCapacityCsv({{100, 2.5, 3, 2.5e-6}}),
            "temperature_K,quantum_k_per_atom,classical_k_per_atom,quantum_per_T3_k_per_K3\n"
            "100,2.5,3,2.5e-06\n");
}

}  // namespace
}  // namespace glasscope::sim
