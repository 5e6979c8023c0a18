#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/diffraction/StructureFactorSettings.h"
#include "voronoi/pairs/RadialDistribution.h"

namespace glasscope::voronoi {

/// Partial and total static structure factors on a common axis, Faber-Ziman: every partial tends to
/// 1 at large k (Faber and Ziman, Philos. Mag. 11, 153 (1965)). NaN where nothing was measured.
struct StructureFactor {
  struct Partial {
    int centre = 0, neighbour = 0;  ///< atomic numbers, centre <= neighbour
    std::vector<double> s;
  };
  struct Total {
    std::string weights;    ///< "number", "neutron", "xray", "electron"
    std::vector<double> s;  ///< sum c_a c_b f_a f_b S_ab / (sum c_a f_a)^2
    double peak_invA = 0;   ///< where it is largest; 0: nowhere above 1
    double peak = 0;
  };
  std::vector<double> k_invA;  ///< 1/d
  std::vector<Partial> partials;
  std::vector<Total> totals;
  std::vector<std::int64_t> vectors;  ///< [k] wave vectors averaged over; empty by transform
  double range_A = 0;                 ///< of the g(r) that was transformed; 0 when direct
  std::string method;                 ///< in words
  std::vector<std::string> warnings;
};

/// S_ab(k) = 1 + 4 pi rho int_0^R (g_ab - 1) r^2 sin(Qr)/(Qr) W(r) dr, Q = 2 pi k, with W = 1 or
/// Lorch's sin(pi r / R) / (pi r / R) (J. Phys. C 2, 229 (1969)). `centres` as in RadialSettings:
/// `radial.max_A` and `radial.bin_A` are ignored. In a sample with surfaces the result is that of
/// the inside. NaN below k = 1 / (2 R), of which g(r) up to R knows nothing; `method` says where
/// cutting g(r) off makes totals negative. Threaded; same bits always. Throws Error(usage) on
/// settings that are not positive.
StructureFactor structureFactorFromPairs(const Atoms& atoms, const RadialSettings& radial,
                                         const StructureFactorSettings& settings);

/// The same in two steps: how pairs are to be counted, and what is made of them.
RadialSettings structureFactorPairs(const Atoms& atoms, const RadialSettings& radial,
                                    const StructureFactorSettings& settings);
StructureFactor structureFactorOf(const std::vector<RadialDistribution>& pairs, const Atoms& atoms,
                                  const RadialSettings& fine,
                                  const StructureFactorSettings& settings);

/// The same from A_ab = <rho_a(k) conj rho_b(k)> / N over wave vectors of the box, at most
/// `vectorsPerBin` a bin, chosen at random by `seed`: S_ab = 1 + (A_ab - c_a delta_ab) / (c_a c_b).
/// A sample that leaves part of its box empty scatters by its shape as well, which is among the
/// warnings. Threaded; same bits always. Throws Error(usage) on a box that is not periodic.
StructureFactor structureFactorDirect(const Atoms& atoms, const StructureFactorSettings& settings,
                                      std::uint64_t seed);

}  // namespace glasscope::voronoi
