#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/pairs/FieldCorrelationSettings.h"
#include "voronoi/pairs/FieldSums.h"

namespace glasscope::voronoi {

/// How alike a per-atom field is at two places, as a function of their distance.
struct FieldCorrelation {
  std::string field;
  bool speciesMeanRemoved = false;         ///< the mean of the species was subtracted
  std::vector<double> r_A;                 ///< bin centres
  std::vector<double> c;                   ///< C(r); NaN in bins without pairs
  std::vector<double> cError;              ///< standard error
  std::vector<double> pairs;               ///< number of ordered pairs
  double length_A = 0, lengthError_A = 0;  ///< xi of A exp(-r / xi); NaN when C is nowhere positive
  double amplitude = 0;                    ///< A
  double integralLength_A = 0, integralLengthError_A = 0;  ///< int C dr from 0 to its first zero
  double moran = 0;   ///< Moran's I of neighbours within `neighbour_A`: 0 without correlation
  double moranZ = 0;  ///< standard normal deviate of I for an uncorrelated normal field
};

/// C(r) = <d_i d_j> / <d^2> over the pairs at distance r, with d the field less its mean (of the
/// species, if asked for) in levels (FieldLevels.h). The fit weighs bins alike, but less where they
/// hold fewer pairs than there are atoms: what is uncertain is the field of one sample, not the
/// count. Integral: C = 1 at r = 0. Standard errors of all numbers by leaving out the centres of
/// one eighth of the box at a time (jackknife), which is honest only when the length is far below
/// the box; as the mean is that of the sample, lengths come out short by some per cent in boxes of
/// few lengths. Moran's I: P. A. P. Moran, Biometrika 37, 17 (1950), its variance after Cliff and
/// Ord, Spatial Processes (1981). Atoms with NaN are left out. Threaded; same bits always. Throws
/// Error(usage) on ranges that cannot be.
FieldCorrelation fieldCorrelation(const Atoms& atoms, const Column& field,
                                  const FieldCorrelationSettings& settings);

/// The same of several fields, for little more than the price of one where they are defined on the
/// same atoms.
std::vector<FieldCorrelation> fieldCorrelations(const Atoms& atoms,
                                                std::span<const Column* const> fields,
                                                const FieldCorrelationSettings& settings);

/// The same in pieces. The range that the settings mean, and its bins; throw as above.
double correlationRange(const Atoms& atoms, const FieldCorrelationSettings& settings);
std::size_t correlationBins(const Atoms& atoms, const FieldCorrelationSettings& settings);
/// How many of the fields, from the first on, go into one FieldSums.
std::size_t fieldsTogether(std::span<const FieldLevels> fields);
/// What `fieldCorrelations` makes of the sums of the whole sample.
FieldCorrelation correlationOf(const FieldSums& sums, std::size_t field, std::string name,
                               const FieldCorrelationSettings& settings);

}  // namespace glasscope::voronoi
