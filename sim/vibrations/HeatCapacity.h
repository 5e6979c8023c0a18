#pragma once

#include <string>
#include <vector>

#include "sim/vibrations/DensityOfStates.h"

namespace glasscope::sim {

/// The heat capacity of harmonic vibrations at constant volume, an atom, in units of k.
struct HeatCapacity {
  double temperature_K = 0;
  double quantum = 0;  ///< sum over modes of x^2 e^x / (e^x - 1)^2, x = h nu / k T, over the atoms
  double classical = 0;     ///< modes over atoms: 3 less the rigid motions
  double perT3_per_K3 = 0;  ///< quantum / T^3; constant below a peak in a Debye solid
};

/// From a density of states of `modes` in `atoms`.
HeatCapacity heatCapacity(const DensityOfStates& states, double modes, double atoms,
                          double temperature_K);

/// Temperatures that a sample can tell of, evenly on a logarithmic scale up to 1,000 K. Below
/// h nu / 5 k of its lowest phonon (or of the resolution of the density) there are no modes in the
/// box that would be excited, while in a large sample there are.
std::vector<double> heatCapacityTemperatures_K(double lowestKnown_THz);

/// One line a temperature, with a header.
std::string heatCapacityCsv(const std::vector<HeatCapacity>& rows);

}  // namespace glasscope::sim
