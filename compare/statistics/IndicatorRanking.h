#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compare/statistics/IndicatorSettings.h"
#include "core/atoms/Atoms.h"

namespace glasscope::compare {

/// How well one column of a sample tells another one, atom by atom.
struct RankedIndicator {
  std::string indicator, unit, target;
  double spearman = 0;        ///< over all atoms: what an element has of both is in it
  double withinElements = 0;  ///< of the ranks among the atoms of the same element
  double chance = 0;          ///< root mean square of that among surrogates
  double p = 1;               ///< two-sided, of withinElements among the surrogates
  double q = 1;           ///< false-discovery rate over the whole table (Benjamini, Hochberg 1995)
  std::size_t atoms = 0;  ///< that it is told of: all, or those for which it was measured
  double auc5 = 0.5, auc10 = 0.5;  ///< of finding the top 5 and 10 % of the target: P(indicator of
                                   ///< a hit > of a miss); below a half: low values mark them
};

/// Every indicator against every target, the strongest of a target first.
///
/// Elements differ in everything, so what counts is told within each: ranks among its atoms, of
/// unit variance. A surrogate is the indicator's field of these, moved by a random vector and
/// mirrored in the periodic box, each atom taking the value of the atom that comes to lie nearest.
/// It keeps how the field hangs together in space and knows nothing of the target, as shifts of
/// maps do in images; what changes from atom to atom is smeared by half a distance between
/// neighbours.
///
/// Where an indicator is not defined for an atom, the atom takes the mean rank. One that is defined
/// for less than half of the atoms was measured for a sample of them (local yield stresses): it is
/// told of these alone, and it is the target's field that is moved. Indicators that are constant or
/// defined for fewer than thirty atoms are left out, and so are the targets themselves. The same
/// bits for any number of threads. Throws Error(usage) for a box that is not periodic or an unknown
/// target.
std::vector<RankedIndicator> rankIndicators(const Atoms& atoms,
                                            const std::vector<std::string>& indicators,
                                            const std::vector<std::string>& targets,
                                            const IndicatorSettings& settings);

/// A header and one line a row.
std::string indicatorsCsv(const std::vector<RankedIndicator>& rows);
/// What it wrote. Throws Error(input) where it is something else.
std::vector<RankedIndicator> readIndicatorsCsv(const std::filesystem::path& path);

}  // namespace glasscope::compare
