#pragma once

#include <cstdint>
#include <map>

#include "core/atoms/Atoms.h"
#include "sim/samples/ClusterFormula.h"

namespace glasscope::sim {

/// The cluster-plus-glue-atom model (Dong et al., J. Phys. D 40, R273 (2007)): clusters of a centre
/// and its shell, which share no atom, and glue atoms between them.
struct ClusterGlueSettings {
  ClusterFormula formula;
  double atoms = 1000;  ///< about: a whole number of formulas
  double packingFraction = 0.7;
  std::uint64_t seed = 1;
};

/// `radii_A` by atomic number. Clusters stand on an fcc lattice, which the paper leaves open, are
/// turned at random and have their elements at random on the shell; one glue atom takes the
/// octahedral interstices of the lattice, two the tetrahedral ones, three both. The composition is
/// that of the formula exactly. Columns: `model_site` (1 centre, 2 shell, 0 glue) and `shells`.
Atoms clustersAndGlue(const ClusterGlueSettings& settings, const std::map<int, double>& radii_A);

}  // namespace glasscope::sim
