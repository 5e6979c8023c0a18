#pragma once

#include <cstdint>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/springs/BlockRows.h"
#include "sim/springs/NeighbourSearch.h"
#include "sim/springs/Springs.h"
#include "sim/springs/StillingerWeber.h"

namespace glasscope::sim {

/// A sample in Stillinger and Weber's potential: the neighbours of each atom, by place
/// (NeighbourSearch.h), images among them.
class StillingerWeberBonds {
 public:
  struct Bond {
    std::int32_t j;
    Vec3 vector;  ///< to it
  };

  StillingerWeberBonds(const StillingerWeber& model, const Atoms& atoms);

  std::size_t size() const { return bonds_.size(); }
  const std::vector<std::int32_t>& order() const { return order_; }
  const std::vector<Bond>& of(std::size_t place) const { return bonds_[place]; }

 private:
  std::vector<std::int32_t> order_;
  std::vector<std::vector<Bond>> bonds_;
};

/// The second derivatives of Stillinger and Weber's energy, as blocks: an atom is coupled to its
/// neighbours and to theirs, 16 in diamond and some 40 where five or six are near, so that nothing
/// is won by factors.
template <class T>
class StillingerWeberSprings : public Springs<T> {
 public:
  StillingerWeberSprings(const StillingerWeber& model, const Atoms& atoms,
                         bool massWeighted = true);

  const SpringAtoms& atoms() const override { return atoms_; }
  const std::vector<T>& rootMass() const override { return rootMass_; }
  void apply(const Block<T>& x, Block<T>& y, const Block<T>* z, T a, T b, T c) const override {
    rows_.apply(x, y, z, a, b, c);
  }

  double energy_eV() const { return energy_eV_; }  ///< of the sample, as LAMMPS has it
  /// Norm of all forces, eV/angstrom: whether the sample is a minimum.
  double forceNorm_eV_per_A() const { return forceNorm_; }
  double bytes() const { return rows_.bytes(); }

 private:
  SpringAtoms atoms_;
  std::vector<T> rootMass_;
  BlockRows<T> rows_;
  double energy_eV_ = 0, forceNorm_ = 0;
};

extern template class StillingerWeberSprings<float>;
extern template class StillingerWeberSprings<double>;

}  // namespace glasscope::sim
