#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::voronoi {

struct EntropySettings {
  double max_A = 6.0;          ///< upper limit of the integral
  double broadening_A = 0.15;  ///< standard deviation of the Gaussian around each neighbour
  double bin_A = 0.05;         ///< step of the integral
  std::map<int, double> density_per_A3;  ///< of each species
};

/// Two-body excess entropy of every atom, in units of Boltzmann's constant:
/// s2 = -2 pi sum_b rho_b int (g_b ln g_b - g_b + 1) r^2 dr, with g_b(r) of the one atom smoothed
/// by Gaussians (Piaggi and Parrinello, J. Chem. Phys. 147, 114112 (2017); summed over species as
/// in Truskett et al., Phys. Rev. E 62, 993 (2000)). More negative is more ordered. The g(r) of one
/// atom is a few Gaussians, however disordered its surroundings, so that the zero of the scale is
/// not that of the sample's own g(r): an ideal gas of 0.06 atoms a cubic angstrom has -5.0 (two
/// species) or -2.6 (one) under the default settings. NaN where `skip`. Threaded; same bits always.
/// Throws Error(usage) on settings that are not positive.
std::vector<double> twoBodyEntropy(const Atoms& atoms, const EntropySettings& settings,
                                   std::span<const std::uint8_t> skip);

}  // namespace glasscope::voronoi
