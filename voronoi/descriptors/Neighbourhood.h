#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/cells/CellShapes.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/order/BondOrder.h"
#include "voronoi/order/Crystals.h"
#include "voronoi/order/Tetrahedral.h"

namespace glasscope::voronoi {

/// A piece of a sample (or all of it) as descriptors see it: the atoms with their cells, and what
/// several descriptors have in common, each computed when it is first asked for. All arrays are
/// [atom of the piece]; where an atom is at a surface they are undefined (NaN). One thread at a
/// time; the work inside is threaded, with the same bits always.
class Neighbourhood {
 public:
  /// The first `count` atoms have their neighbours, and these their cells, in the piece; of the
  /// others only what rests on their own cell is right. `bondCutoff_A` is the length of the bonds
  /// of tetrahedral order, 0 without. Keeps references.
  Neighbourhood(const Atoms& atoms, const CellSet& set, const StructureSettings& settings,
                double bondCutoff_A, std::size_t count);

  const Atoms& atoms() const { return atoms_; }
  const CellSet& set() const { return set_; }
  const Tessellation& cells() const { return set_.cells; }
  std::size_t count() const { return count_; }

  const std::vector<double>& localDensity() const;
  const CellShapes& shapes() const;
  /// Volume of the cell less the mean of its species, averaged over the atom and its neighbours.
  const std::vector<double>& localFreeVolume() const;
  const std::vector<double>& q(int degree, BondWeighting weighting) const;
  const std::vector<double>& w(int degree, BondWeighting weighting) const;
  /// The same after averaging the harmonics over the atom and its neighbours.
  const std::vector<double>& averagedQ(int degree, BondWeighting weighting) const;
  const std::vector<double>& averagedW(int degree, BondWeighting weighting) const;
  const std::vector<double>& disorder() const;
  const std::vector<double>& entropy() const;
  const std::vector<double>& averagedEntropy() const;
  const CrystalBonds& crystals() const;        ///< [count]
  const TetrahedralBonds& tetrahedra() const;  ///< [count]; only with a bond cutoff

 private:
  template <class T>
  using Lazy = std::optional<T>;
  /// Of one degree under one weighting.
  struct Harmonics {
    Lazy<BondHarmonics> own, averaged;
    Lazy<std::vector<double>> q, w, averagedQ, averagedW;
  };
  Harmonics& slot(int degree, BondWeighting weighting) const;
  const BondHarmonics& harmonics(int degree, BondWeighting weighting) const;
  const BondHarmonics& averagedHarmonicsOf(int degree, BondWeighting weighting) const;

  const Atoms& atoms_;
  const CellSet& set_;
  const StructureSettings& settings_;
  double bondCutoff_A_;
  std::size_t count_;
  mutable std::array<Harmonics, 4> harmonics_;  // degrees 4 and 6, plain and by area
  mutable Lazy<std::vector<double>> localDensity_, localFreeVolume_, disorder_, entropy_,
      averagedEntropy_;
  mutable Lazy<CellShapes> shapes_;
  mutable Lazy<CrystalBonds> crystals_;
  mutable Lazy<TetrahedralBonds> tetrahedra_;
};

}  // namespace glasscope::voronoi
