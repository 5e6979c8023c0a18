#pragma once

#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {

/// Cu and Zr at random on 686 sites, rattled, at no minimum: made in no time, and wide enough for
/// spheres of 5 angstrom that do not feel their images.
inline const Atoms& roughSample() {
  static const Atoms atoms = [] {
    Atoms rough = latticeAtoms(LatticeKind::b2, 3.3, {29, 40}, 7);
    for (std::size_t i = 0; i < rough.size(); ++i) {
      Random random(13, "rough_sample", 0, i);
      for (int axis = 0; axis < 3; ++axis) rough.positions[i][axis] += 0.2 * random.normal();
      rough.atomicNumbers[i] = random.uniform() < 0.64 ? 29 : 40;
    }
    return rough;
  }();
  return atoms;
}

}  // namespace glasscope::sim
