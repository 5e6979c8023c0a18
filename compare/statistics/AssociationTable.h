#pragma once

#include <string>
#include <vector>

#include "compare/statistics/AssociationSettings.h"
#include "core/maps/AssociationRow.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// Below this many independent samples the surrogate test rejects too often (6.4 % instead of 5 %
/// at 20, measured on two glasses that know nothing of each other), so nothing is claimed.
inline constexpr double kFewestSamples = 30;

/// The maps of one scan, all on one grid.
struct AssociationGroup {
  std::vector<Map2> descriptors, signals;
  std::vector<Map2> nulls;       ///< controls: against every signal too, outside of the family
  std::vector<Map2> covariates;  ///< taken out of both sides, with slopes where maps are open
};

/// A map that is not in the table, and why.
struct LeftOut {
  std::string map, why;
};

/// Every descriptor against every signal, with a significance that respects that maps are
/// autocorrelated and that many pairs were looked at. Rows are ordered group by group, descriptor
/// by descriptor (then the nulls), signals inside.
struct AssociationTable {
  std::vector<AssociationRow> rows;
  std::vector<LeftOut> leftOut;
  AssociationSettings settings;
  int tested = 0;      ///< rows that multiplicity is controlled over: descriptors with enough areas
  int surrogates = 0;  ///< made for each pair
  double floorFamily = 1;  ///< the smallest pFamily, qFdr, qYekutieli that a lone pair can reach
  double floorFdr = 1;
  double floorYekutieli = 1;
  double criticalZ = 0;  ///< |z| that any pair of the table exceeds by chance with `level`
  std::string method;    ///< one paragraph for people: what was computed, how, and its limits
};

/// Correlates all pairs of each group over the pixels where all its maps are finite.
///
/// Surrogate `index` turns every map of a group by the same phases, so that the largest |z| over
/// all rows of all groups has a distribution of its own: pFamily is exact whatever the rows share
/// (single-step max-T of Westfall and Young (1993); z is the partial correlation over the standard
/// deviation of its surrogates). Groups get phases that are independent of each other, which can
/// only make pFamily larger.
///
/// One rule for the whole table: a map that does not vary, that is finite on fewer than half of the
/// pixels of the others, or that the covariates explain (less than 1e-4 of its variance is left) is
/// left out and named; rows with fewer than kFewestSamples independent areas and nulls stay in the
/// table but outside of the family. Throws Error(usage) naming two maps whose grids differ. Bits do
/// not depend on the number of threads.
AssociationTable associate(const std::vector<AssociationGroup>& groups,
                           const AssociationSettings& settings = {});

/// One group without nulls or covariates.
AssociationTable associate(const std::vector<Map2>& descriptors, const std::vector<Map2>& signals,
                           const AssociationSettings& settings = {});

}  // namespace glasscope::compare
