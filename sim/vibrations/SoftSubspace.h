#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "sim/springs/Springs.h"
#include "sim/vibrations/RigidMotions.h"

namespace glasscope::sim {

/// The lowest modes of a sample, rigid motions left out.
struct SoftModes {
  std::vector<double> eigenvalues;  ///< ascending, eV/(angstrom^2 g/mol)
  Eigen::MatrixXd vectors;          ///< columns, orthonormal, in the rows of the springs
  double worstResidual = 0;         ///< largest |H e - lambda e|
  int rounds = 0;

  /// Share of the sample that takes part in mode `k`: 1 / (N sum |e_i|^4); 1 for a uniform one.
  double participationRatio(std::size_t k) const;
};

/// The `count` lowest modes by Chebyshev-filtered subspace iteration (Zhou and Saad, SIAM J. Matrix
/// Anal. Appl. 29, 954 (2007)): a block of more vectors than modes wanted is filtered by
/// polynomials that are small above the last of them, and diagonalised, until every residual is at
/// most 1e-8 of `top`. The exact counterpart of LocalSpectrum, for samples where its 3 N x 1.2
/// count numbers fit the memory. Throws Error(input) when it does not converge.
SoftModes softModes(const Springs<double>& springs, const RigidMotions& rigid, double top,
                    int count, std::uint64_t seed);

}  // namespace glasscope::sim
