#pragma once

#include <string>
#include <utility>
#include <vector>

namespace glasscope::sim {

/// A composition as a cluster plus glue atoms (Dong et al., J. Phys. D 40, R273 (2007)).
struct ClusterFormula {
  int centre = 0;                          ///< atomic number
  std::vector<std::pair<int, int>> shell;  ///< atomic numbers, and how many
  std::vector<std::pair<int, int>> glue;   ///< likewise; none to three atoms

  int shellAtoms() const;
  int glueAtoms() const;
  int atoms() const { return 1 + shellAtoms() + glueAtoms(); }
  std::vector<int> species() const;  ///< ascending
};

/// Reads "[Cu-Cu7Zr5]Cu", the centre before the dash, or "[Cu8Zr5]Cu", where one atom of the first
/// element is the centre. Throws Error(usage) for what is no such formula, a shell that is not of 4
/// to 24 atoms, and more than three glue atoms.
ClusterFormula clusterFormula(const std::string& text);

}  // namespace glasscope::sim
