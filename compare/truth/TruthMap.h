#pragma once

#include <vector>

#include "compare/truth/DepthKernel.h"
#include "core/atoms/Atoms.h"
#include "core/maps/MapGrid.h"

namespace glasscope::compare {

/// Projects what is true of every atom onto the grid of a scan, at the resolution of its probe.
///
/// With w the kernel (integral one), r_i the lateral position of atom i and x_j a scan position,
/// the column seen at x_j weighs atom i by w_ij = sum over lateral periodic images of w(|x_j - r_i
/// - T|). With a kernel for each depth (DepthKernel) w is that of the depth of the atom below the
/// lowest z of the box: atoms near the focus are seen sharply, others as a haze, and every depth
/// weighs as much. With one kernel all depths are alike: a projection, as in the limit of a
/// parallel beam. Periodic exactly where the box of the atoms is. Atoms whose value is NaN are left
/// out of numerator and denominator.
class TruthMap {
 public:
  /// Throws Error(usage) on an empty grid.
  TruthMap(MapGrid grid, DepthKernel kernel);

  /// m_j = sum_i w_ij v_i / sum_i w_ij: the mean of the column over the atoms that are seen; unit
  /// of the column. NaN where the probe meets no atom (a weight under 1e-6 of the densest
  /// position's).
  Map2 mean(const Atoms& atoms, const Column& column) const;

  /// All columns in one pass over the atoms, in their order.
  std::vector<Map2> means(const Atoms& atoms, const Columns& columns) const;

  /// s_j = sum_i w_ij v_i: an areal density, unit of the column per square angstrom. The sum of the
  /// cell volumes is the thickness of the foil in angstrom, with holes where there are no atoms.
  Map2 sum(const Atoms& atoms, const Column& column) const;

  /// Atoms per square angstrom, sum_i w_ij.
  Map2 arealDensity(const Atoms& atoms) const;
  /// Mass per area, g/mol per square angstrom (standard atomic masses).
  Map2 arealMass(const Atoms& atoms) const;
  /// Atomic fraction of an element in the column seen, sum over its atoms / sum over all.
  Map2 fraction(const Atoms& atoms, int atomicNumber) const;

  /// The standard error of the mean where the values have errors of their own, independent of each
  /// other: sqrt(sum_i w_ij^2 e_i^2) / sum_i w_ij, e the column; unit of the column.
  Map2 meanError(const Atoms& atoms, const Column& errors) const;

  const MapGrid& grid() const { return grid_; }

 private:
  MapGrid grid_;
  DepthKernel kernel_;
};

/// 1 for the `fraction` of the atoms with the largest values (all at or above that quantile), 0 for
/// others, NaN where the value is: its mean map is the fraction of extreme atoms in the column
/// seen. Throws Error(usage) unless 0 < fraction < 1.
Column topFraction(const Column& column, double fraction);

}  // namespace glasscope::compare
