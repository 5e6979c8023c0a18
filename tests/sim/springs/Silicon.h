#pragma once

#include "core/atoms/Atoms.h"
#include "core/math/Random.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {

inline const Potential& silicon() {
  static const Potential potential = Potential::find("sw-si-1985", {14});
  return potential;
}

/// Diamond, every atom moved by normal deviates.
inline Atoms rattledSilicon(int cells, double rms_A) {
  Atoms atoms = latticeAtoms(LatticeKind::diamond, 5.43095, {14}, cells);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(5, "silicon", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += rms_A * random.normal();
  }
  return atoms;
}

/// A disordered one of 216 atoms at an energy minimum, made once a program.
inline const Atoms& amorphousSilicon() {
  static const Atoms atoms = inherentStructure(silicon(), rattledSilicon(3, 0.7));
  return atoms;
}

}  // namespace glasscope::sim
