#pragma once

#include <string>

#include "core/maps/Map2.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::compare {

/// How often a foil repeats the sample that it was cut from. What is seen of a copy is no
/// independent observation.
struct Copies {
  int x = 1, y = 1;  ///< across the beam
  int z = 1;         ///< along it

  bool any() const { return x * y * z > 1; }

  /// Counts them from where the atoms of the foil come from. In a foil that is not periodic all
  /// copies count as along the beam, because the cut decides where they are.
  static Copies of(const multislice::Foil& foil, const Atoms& configuration, int tileX);

  /// One sentence for people with what to do about it; empty without copies. `shifted`: the
  /// repeats along the beam were shifted at random.
  std::string warning(bool shifted) const;
};

/// The part of a map that shows one copy: its first 1/x by 1/y, or the map itself where it covers
/// no more than that. Periodic where the map is and its pixels divide.
Map2 onePeriod(const Map2& map, const Copies& copies, const Vec2& foil_A);

}  // namespace glasscope::compare
