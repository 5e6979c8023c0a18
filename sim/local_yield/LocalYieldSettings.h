#pragma once

#include <cstdint>
#include <vector>

#include "sim/statics/StrainPath.h"

namespace glasscope::sim {

/// Where a sample yields when the surroundings of one atom after the other are strained alone.
struct LocalYieldSettings {
  int sites = 100;       ///< atoms, drawn at random; 0: every atom
  double radius_A = 10;  ///< of the sphere of free atoms
  std::vector<StrainPath> directions{StrainPath::shearXy, StrainPath::shearXz, StrainPath::shearYz};
  bool reverse = true;  ///< each direction the other way as well
  double step = 5e-3;
  double smallestStep = 5e-4;
  double largestStrain = 0.2;
  double eventEnergy_eV = 0.01;
  double forceTolerance_eV_per_A = 1e-3;  ///< norm of all forces on the free atoms
  std::uint64_t seed = 1;

  void validate() const;  ///< throws Error(usage)
};

}  // namespace glasscope::sim
