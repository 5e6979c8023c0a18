#include "core/math/NonNegative.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope {
namespace {

Eigen::MatrixXd noise(int rows, int columns, std::uint64_t which) {
  Random random(5, "non_negative_test", which);
  Eigen::MatrixXd m(rows, columns);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) m(i, j) = random.normal();
  }
  return m;
}

// Where nothing is held at zero, the answer is the free one.
TEST(NonNegativeLeastSquares, returnsPlantedWeights) {
  const Eigen::MatrixXd m = noise(40, 4, 0);
  const Eigen::Vector4d planted(0.5, 2, 0, 1e-3);
  const Eigen::VectorXd found =
      nonNegativeLeastSquares(m.transpose() * m, m.transpose() * m * planted);
  EXPECT_LT((found - planted).cwiseAbs().maxCoeff(), 1e-10);
}

// The conditions of Karush, Kuhn and Tucker tell the optimum without any solver: no gradient along
// what is positive, and none downwards along what is zero.
TEST(NonNegativeLeastSquares, meetsTheConditionsOfTheOptimum) {
  int held = 0;
  for (std::uint64_t which = 1; which <= 50; ++which) {
    const Eigen::MatrixXd m = noise(30, 6, which);
    const Eigen::VectorXd y = noise(30, 1, 1000 + which);
    const Eigen::VectorXd x = nonNegativeLeastSquares(m.transpose() * m, m.transpose() * y);
    const Eigen::VectorXd gradient = m.transpose() * (m * x - y);
    for (int i = 0; i < 6; ++i) {
      EXPECT_GE(x[i], 0);
      EXPECT_GE(gradient[i], -1e-10);
      EXPECT_NEAR(x[i] * gradient[i], 0, 1e-10);
      held += x[i] == 0;
    }
  }
  EXPECT_GT(held, 50);  // of 300: about half are, of noise
}

// Two parts that are the same can be told apart by nobody: one takes the weight of both.
TEST(NonNegativeLeastSquares, givesPartsThatAreTheSameOneWeight) {
  Eigen::MatrixXd m = noise(30, 2, 7);
  m.col(1) = m.col(0);
  const Eigen::VectorXd x =
      nonNegativeLeastSquares(m.transpose() * m, 3 * m.transpose() * m.col(0));
  EXPECT_NEAR(x.sum(), 3, 1e-10);
}

TEST(NonNegativeLeastSquares, refusesWhatItWasNotMadeFor) {
  EXPECT_THROW(
      nonNegativeLeastSquares(Eigen::MatrixXd::Identity(13, 13), Eigen::VectorXd::Ones(13)), Error);
  EXPECT_THROW(nonNegativeLeastSquares(Eigen::MatrixXd::Identity(3, 2), Eigen::VectorXd::Ones(3)),
               Error);
}

}  // namespace
}  // namespace glasscope
