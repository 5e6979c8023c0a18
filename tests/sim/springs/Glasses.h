#pragma once

#include "core/atoms/Atoms.h"
#include "core/math/Random.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {

inline const Potential& cuZr() {
  static const Potential potential = Potential::find("mendelev-2009", {29, 40});
  return potential;
}

/// A small disordered Cu-Zr sample at an energy minimum: B2 sites, rattled far off them.
inline Atoms smallGlass(int cells, double latticeConstant_A = 3.3) {
  Atoms atoms = latticeAtoms(LatticeKind::b2, latticeConstant_A, {29, 40}, cells);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(11, "small_glass", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += 0.8 * random.normal();
    atoms.atomicNumbers[i] = random.uniform() < 0.64 ? 29 : 40;
  }
  return inherentStructure(cuZr(), atoms);
}

/// One of 250 atoms, made once a program.
inline const Atoms& glass() {
  static const Atoms atoms = smallGlass(5);
  return atoms;
}

}  // namespace glasscope::sim
