#pragma once

#include <string>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// How the surroundings of each atom moved between two configurations, in the order of the first.
struct NonAffineMotion {
  /// Falk and Langer's D2min (Phys. Rev. E 57, 7192 (1998), Eq. 2.11): the sum over neighbours of
  /// the squared distance from the best linear map of the reference vectors, angstrom^2.
  std::vector<double> d2min_A2;
  std::vector<double> d2minMean_A2;  ///< the same over the number of neighbours
  std::vector<double> shearStrain;   ///< von Mises' invariant of the local Green-Lagrange strain
  std::vector<Vec3> displacement_A;  ///< beyond the strain of the box; drift taken out
  double radius_A = 0;               ///< neighbours lie within it, in the reference
};

/// Neighbours are those within `radius_A` in `reference` (the first minimum of g(r): 3.9 angstrom
/// in Cu-Zr). The strain of the box is taken off before displacements are made minimum images, in
/// one basis, so that a tilted cell that was exchanged for an equivalent one counts as what it is.
/// NaN where an atom has fewer than three independent neighbours. The atoms must be the same in the
/// same order: Error(input).
NonAffineMotion nonAffineMotion(const Atoms& reference, const Atoms& now, double radius_A);

/// d2min_A2, d2min_mean_A2 and local_shear_strain as columns of an atom table.
void addNonAffineColumns(const NonAffineMotion& motion, const std::string& between,
                         Columns& columns);

}  // namespace glasscope::sim
