#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/quench/Glass.h"
#include "sim/quench/ProtocolStage.h"

namespace glasscope::sim {

/// What snapshots, or the end of a step, were asked to be.
struct AskedState {
  double temperature_K = 300;
  std::optional<double> pressure_bar;  ///< nothing where the box was to stay, or is not all matter
  std::size_t atoms = 0;
  std::string who = "the snapshots have";  ///< begins what is said of them
};

/// Means over the rows of a stage, with standard errors that take the rows as independent, but the
/// scatter as no less than a canonical ensemble has. The error of the pressure of one row is NaN.
struct MeasuredState {
  std::size_t rows = 0;
  double temperature_K = 0, temperatureError_K = 0;
  double pressure_bar = 0, pressureError_bar = 0;
};
MeasuredState measuredState(const std::vector<ThermoRow>& thermo, const std::string& stage,
                            std::size_t atoms);

/// "0.21 +- 0.4 kbar", or that one value tells no error.
std::string pressureText(double pressure_bar, double error_bar);

/// What is wrong with the snapshots as a sample of the state that was asked for; empty when nothing
/// is. The temperature may be off by 3 % and five standard errors, the pressure by 5 kbar (some
/// 0.4 % of the volume of a metallic glass, bulk modulus 120 GPa) and five standard errors.
std::vector<std::string> faultsOfState(const MeasuredState& found, const AskedState& asked);

/// The end of a stage, from its rows: means over the second half of them. Of a ramp each row is
/// carried to the end by what the thermostat had still to change.
ReachedState reachedState(const std::vector<ThermoRow>& thermo, const ProtocolStage& stage,
                          std::size_t atoms);

/// Strain of the box along the last path that a stage up to the one at `last` strained, of all
/// these stages: shears add, lengths multiply. 0 where none did.
double totalStrain(const std::vector<ProtocolStage>& stages, std::ptrdiff_t last);

/// What is wrong with it, as above; a minimum has no temperature and is held against none.
std::vector<std::string> faultsOfStage(const std::vector<ThermoRow>& thermo,
                                       const ProtocolStage& stage, double pressure_bar,
                                       std::size_t atoms);

}  // namespace glasscope::sim
