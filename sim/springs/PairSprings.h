#pragma once

#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/springs/EamTables.h"
#include "sim/springs/SpringKernels.h"
#include "sim/springs/Springs.h"

namespace glasscope::sim {

/// What springs are made with.
struct PairSpringSettings {
  bool massWeighted = true;
  Curvature curvature = Curvature::smooth;
};

/// The second derivatives of an EAM (Finnis-Sinclair, alloy) or pair model, factored: with
/// E = sum F(rho_k) + sum phi(r_ij),
///
///   H = sum over pairs K_ij (x) [[1,-1],[-1,1]]  +  G^T diag(F'') G,   G_k = grad rho_k,
///   K = psi'' n n^T + psi'/r (1 - n n^T),  psi = phi + F'_i f_j + F'_j f_i,
///
/// so that a product is two sweeps over neighbours within the reach r_c of the forces, where the
/// matrix itself couples atoms within twice that: eight times fewer terms, 3 kB an atom instead of
/// 30 (docs/decisions/0021-factored-springs.md). Displacements enter as differences, so uniform
/// ones are null to the last bit.
template <class T>
class PairSprings : public Springs<T> {
 public:
  /// Throws Error(input) when the density at an atom is off the table, where its second derivative
  /// is not known.
  PairSprings(const EamTables& tables, const std::vector<int>& elements, const Atoms& atoms,
              const PairSpringSettings& settings = {});

  const SpringAtoms& atoms() const override { return atoms_; }
  const std::vector<T>& rootMass() const override { return rootMass_; }
  void apply(const Block<T>& x, Block<T>& y, const Block<T>* z, T a, T b, T c) const override;

  double energy_eV() const { return energy_eV_; }  ///< of the sample, as LAMMPS has it
  /// Norm of all forces, eV/angstrom: whether the sample is a minimum.
  double forceNorm_eV_per_A() const { return forceNorm_; }
  double bytes() const;

 private:
  SpringAtoms atoms_;
  std::vector<T> rootMass_;
  SpringTable<T> table_;
  double energy_eV_ = 0, forceNorm_ = 0;
  mutable Block<T> scaled_, embedding_;  // scratch of a product
};

extern template class PairSprings<float>;
extern template class PairSprings<double>;

}  // namespace glasscope::sim
