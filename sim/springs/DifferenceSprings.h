#pragma once

#include <functional>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"
#include "sim/springs/BlockRows.h"
#include "sim/springs/Springs.h"

namespace glasscope::sim {

/// Forces on all atoms (eV/angstrom, in the order of the configuration) when each is displaced by
/// so much.
using ForceField = std::function<std::vector<Vec3>(const std::vector<Vec3>& displacements)>;

/// How finite differences are taken.
struct DifferenceSettings {
  double step_A = 1e-3;  ///< central differences, error of its square
  bool massWeighted = true;
};

/// The springs of any potential, by finite differences of its forces: atoms that are too far apart
/// for any atom to feel two of them (twice the reach of the response) are displaced together, so
/// the number of force calls does not grow with the sample once it is much larger than that. The
/// blocks (BlockRows.h) are made symmetric.
class DifferenceSprings : public Springs<float> {
 public:
  /// `reach_A`: how far the force on an atom feels another move (twice the cut-off of a potential
  /// whose energy of an atom depends on its neighbours).
  DifferenceSprings(const ForceField& forces, const Atoms& atoms, double reach_A,
                    const DifferenceSettings& settings = {});

  const SpringAtoms& atoms() const override { return atoms_; }
  const std::vector<float>& rootMass() const override { return rootMass_; }
  void apply(const Block<float>& x, Block<float>& y, const Block<float>* z, float a, float b,
             float c) const override {
    rows_.apply(x, y, z, a, b, c);
  }

  int forceCalls() const { return forceCalls_; }
  /// Largest difference between a block and the transpose of its counterpart, before they were made
  /// symmetric, relative to the largest block: what finite differences are good for.
  double asymmetry() const { return asymmetry_; }
  /// Norm of all forces of the undisplaced sample, eV/angstrom.
  double forceNorm_eV_per_A() const { return forceNorm_; }

 private:
  void symmetrise(std::vector<BlockRows<float>::Row> rows);

  SpringAtoms atoms_;
  std::vector<float> rootMass_;
  BlockRows<float> rows_;
  int forceCalls_ = 0;
  double asymmetry_ = 0, forceNorm_ = 0;
};

/// Those of a potential, through LAMMPS. All ranks call it.
DifferenceSprings differenceSprings(const Potential& potential, const Atoms& atoms,
                                    const DifferenceSettings& settings = {});

/// Force calls that it will take: six for each set of atoms that are moved together.
int differenceCalls(const Atoms& atoms, double reach_A);

}  // namespace glasscope::sim
