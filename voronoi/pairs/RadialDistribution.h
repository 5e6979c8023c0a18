#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Tally.h"

namespace glasscope::voronoi {

/// g(r) of one pair of species, normalised so that it is 1 for uncorrelated atoms.
struct RadialDistribution {
  int centre = 0, neighbour = 0;  ///< atomic numbers; 0, 0 for all atoms
  std::vector<double> r_A;        ///< bin centres
  std::vector<double> g;
  std::vector<double> expected;  ///< [bin] ordered pairs that uncorrelated atoms would have
  double firstPeak_A = 0;        ///< of the first shell (DistributionPeaks.h); 0: none
  double firstMinimum_A = 0;     ///< behind it; 0: none
};

struct RadialSettings {
  double max_A = 0;  ///< 0: half of the smallest periodic height, at most 12
  double bin_A = 0.05;
  /// Atoms around which pairs are counted; empty for all. In a sample with a surface these must be
  /// atoms whose sphere of max_A lies inside the sample, or g falls below 1 for want of neighbours.
  std::vector<std::uint8_t> centres;
  /// Number density of each species, 1/angstrom^3; empty: count over the volume of the box.
  std::map<int, double> density_per_A3;
};

/// Total g(r) first, then every pair of species a <= b in order of atomic number. Each image
/// counts, so max_A may pass half of a periodic box (which then shows its own repetition). Pairs of
/// unlike species are counted around both. Threaded; same bits always. Throws Error(usage) on a bin
/// or range that is not positive, or on more than 100,000 bins.
std::vector<RadialDistribution> radialDistributions(const Atoms& atoms,
                                                    const RadialSettings& settings);

/// The same in pieces. The range that the settings mean; throws as above.
double radialRange(const Atoms& atoms, const RadialSettings& settings);
/// Counts the pairs around the marked atoms of a piece, which holds all atoms within the range.
void countPairs(Tally& pairs, const Atoms& piece, std::span<const std::uint8_t> centres,
                double range_A, double bin_A);
/// What `radialDistributions` makes of the pairs of the whole sample.
std::vector<RadialDistribution> radialDistributions(const Tally& pairs, const Atoms& atoms,
                                                    const RadialSettings& settings);

}  // namespace glasscope::voronoi
