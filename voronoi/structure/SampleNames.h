#pragma once

#include <string>

#include <fmt/format.h>

#include "core/atoms/Elements.h"

// What species, pairs and motifs are called in the files of the structure.

namespace glasscope::voronoi {

/// "Cu", and "all" for 0.
inline std::string speciesName(int atomicNumber) {
  return atomicNumber == 0 ? "all" : std::string(elementSymbol(atomicNumber));
}

/// "Cu-Zr", and "total" for all atoms.
inline std::string pairName(int centre, int neighbour) {
  return centre == 0 ? "total"
                     : fmt::format("{}-{}", elementSymbol(centre), elementSymbol(neighbour));
}

/// The share of a motif among the cells of a species, as a number of the sample that a series
/// follows: "motif_Cu_<0,2,8,1>".
inline std::string motifNumber(const std::string& species, const std::string& index) {
  return fmt::format("motif_{}_{}", species, index);
}

}  // namespace glasscope::voronoi
