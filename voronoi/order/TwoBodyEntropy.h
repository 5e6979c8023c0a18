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
/// in Truskett et al., Phys. Rev. E 62, 993 (2000)). More negative is more ordered. NaN where
/// `skip`. Threaded; same bits always. Throws Error(usage) on settings that are not positive.
std::vector<double> twoBodyEntropy(const Atoms& atoms, const EntropySettings& settings,
                                   std::span<const std::uint8_t> skip);

}  // namespace glasscope::voronoi
