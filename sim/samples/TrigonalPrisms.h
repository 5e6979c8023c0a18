#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// The stereochemically defined model (Gaskell, J. Non-Cryst. Solids 32, 207 (1979)): every
/// metalloid has nine metal neighbours, the corners of a trigonal prism and three caps on its side
/// faces; prisms share them, and metalloids do not touch.
struct TrigonalPrismSettings {
  std::vector<int> elements;      ///< the metalloid is the one of the smallest radius
  std::vector<double> fractions;  ///< in their order
  double atoms = 1000;
  double packingFraction = 0.66;
  std::uint64_t seed = 1;
};

/// `radii_A` by atomic number. The composition is kept; how often a metal atom is shared follows
/// from it: nine times the ratio of metalloid to metal. Prisms are placed and turned at random and
/// are distorted as they have to be to share (ShellPacking.h). Columns: `model_site` (1 metalloid,
/// 0 metal) and `shells`. Throws Error(usage) where there are not between two and nine metal atoms
/// for a metalloid: more would have to be shared than meet at a corner, or none would be.
Atoms trigonalPrisms(const TrigonalPrismSettings& settings, const std::map<int, double>& radii_A);

}  // namespace glasscope::sim
