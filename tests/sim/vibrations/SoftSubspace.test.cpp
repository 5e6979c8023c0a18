#include "sim/vibrations/SoftSubspace.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include "sim/springs/PairSprings.h"
#include "sim/vibrations/SpectralEdge.h"
#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {
namespace {

// All modes of 128 atoms by a dense solver, against the lowest by filtering.
TEST(SoftSubspace, findsTheLowestModesAndMissesNone) {
  const Atoms atoms = smallGlass(4);
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  const PairSprings<double> springs(*EamTables::of(potential), potential.elements(), atoms);
  const PairSprings<float> coarse(*EamTables::of(potential), potential.elements(), atoms);
  const double top = spectralEdges(coarse, 1).top;
  const auto rows = static_cast<Eigen::Index>(springs.rows());
  Eigen::MatrixXd matrix(rows, rows);
  Block<double> x(springs.rows()), y(springs.rows());
  for (Eigen::Index k = 0; k < rows; ++k) {
    x.row(static_cast<std::size_t>(k))[0] = 1;
    springs.apply(x, y, nullptr, 1, 0, 0);
    x.row(static_cast<std::size_t>(k))[0] = 0;
    for (Eigen::Index row = 0; row < rows; ++row) {
      matrix(row, k) = y.row(static_cast<std::size_t>(row))[0];
    }
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> dense(matrix);
  ASSERT_GT(dense.eigenvalues()[3], 0) << "the sample is no minimum";

  const SoftModes modes = softModes(springs, RigidMotions(springs), top, 12, 1);
  ASSERT_EQ(modes.eigenvalues.size(), 12u);
  EXPECT_LE(modes.worstResidual, 1e-8 * top);
  EXPECT_LT((modes.vectors.transpose() * modes.vectors - Eigen::MatrixXd::Identity(12, 12)).norm(),
            1e-10);
  for (std::size_t k = 0; k < 12; ++k) {
    // The error of an eigenvalue is at most the residual.
    EXPECT_NEAR(modes.eigenvalues[k], dense.eigenvalues()[static_cast<Eigen::Index>(k) + 3],
                1e-8 * top)
        << k;
    EXPECT_GT(modes.participationRatio(k), 1.0 / 128);
    EXPECT_LE(modes.participationRatio(k), 1);
  }
}

TEST(SoftSubspace, participationRatioCountsAtoms) {
  SoftModes modes;
  modes.vectors = Eigen::MatrixXd::Zero(30, 2);
  modes.vectors(4, 0) = 1;                                // one atom of ten
  modes.vectors.col(1).setConstant(1 / std::sqrt(30.0));  // all alike
  EXPECT_NEAR(modes.participationRatio(0), 0.1, 1e-14);
  EXPECT_NEAR(modes.participationRatio(1), 1, 1e-12);
}

}  // namespace
}  // namespace glasscope::sim
