#include "sim/vibrations/HarmonicMotion.h"

#include <cmath>

#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "sim/springs/PairSprings.h"
#include "sim/vibrations/OscillatorSquare.h"
#include "sim/vibrations/SpectralEdge.h"
#include "tests/sim/springs/Glasses.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

const Atoms& sample() {
  static const Atoms atoms = smallGlass(4);
  return atoms;
}

// The covariance of all displacements, angstrom^2, from all modes by a dense solver: m^-1/2 e f(l)
// e^T m^-1/2, the three rigid ones left out. Rows in the order of the configuration.
Eigen::MatrixXd exactCovariance(double temperature_K, double floor_THz) {
  const PairSprings<double> springs(*EamTables::of(cuZr()), cuZr().elements(), sample());
  const auto rows = static_cast<Eigen::Index>(springs.rows());
  Eigen::MatrixXd matrix(rows, rows);
  Block<double> x(springs.rows()), y(springs.rows());
  for (Eigen::Index k = 0; k < rows; ++k) {
    x.row(static_cast<std::size_t>(k))[0] = 1;
    springs.apply(x, y, nullptr, 1, 0, 0);
    x.row(static_cast<std::size_t>(k))[0] = 0;
    for (Eigen::Index row = 0; row < rows; ++row)
      matrix(row, k) = y.row(static_cast<std::size_t>(row))[0];
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(matrix);
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(rows, rows);
  for (Eigen::Index k = 3; k < rows; ++k) {
    const double lambda = std::max(modes.eigenvalues()[k], eigenvalueOf(floor_THz));
    covariance += quantumSquare(lambda, temperature_K) * modes.eigenvectors().col(k) *
                  modes.eigenvectors().col(k).transpose();
  }
  Eigen::MatrixXd ordered(rows, rows);
  const SpringAtoms& atoms = springs.atoms();
  for (Eigen::Index a = 0; a < rows; ++a) {
    for (Eigen::Index b = 0; b < rows; ++b) {
      const auto i = static_cast<std::size_t>(a / 3), j = static_cast<std::size_t>(b / 3);
      ordered(3 * atoms.input[i] + a % 3, 3 * atoms.input[j] + b % 3) =
          kSquaredRate_per_ps2 / std::sqrt(atoms.mass[i] * atoms.mass[j]) * covariance(a, b);
    }
  }
  return ordered;
}

TEST(HarmonicMotion, hasTheCovarianceOfAllModes) {
  Progress::setQuiet(true);
  SoftSpotSettings settings;
  constexpr int kDrawn = 640;
  const auto drawn = *harmonicSnapshots(cuZr(), sample(), settings, kDrawn);
  ASSERT_EQ(drawn.size(), static_cast<std::size_t>(kDrawn));
  const Eigen::MatrixXd exact =
      exactCovariance(settings.temperature_K, 2.5 * settings.halfWidth_THz);
  std::vector<double> own(sample().size(), 0.0);
  double near = 0, nearExact = 0, all = 0, allExact = 0;
  for (std::size_t i = 0; i < sample().size(); ++i) {
    for (std::size_t j = 0; j < sample().size(); ++j) {
      const Vec3 apart = sample().box.minimumImage(sample().positions[j] - sample().positions[i]);
      if (apart.norm() > 3.2) continue;
      double sum = 0, trace = 0;
      for (const Atoms& each : drawn)
        sum += (each.positions[i] - sample().positions[i])
                   .dot(each.positions[j] - sample().positions[j]) /
               kDrawn;
      for (Eigen::Index axis = 0; axis < 3; ++axis)
        trace +=
            exact(3 * static_cast<Eigen::Index>(i) + axis, 3 * static_cast<Eigen::Index>(j) + axis);
      if (i == j) {
        // sqrt(2/3/640) of an atom is 3.2 %, and its three axes are not quite alike.
        EXPECT_NEAR(sum / trace, 1, 0.25) << i;
        all += sum;
        allExact += trace;
      } else {
        near += sum;
        nearExact += trace;
      }
    }
  }
  EXPECT_NEAR(all / allExact, 1, 0.02);
  EXPECT_NEAR(near / nearExact, 1, 0.05);
  // Atoms that moved by themselves would have none of it.
  EXPECT_GT(nearExact, 0.5 * allExact);
}

TEST(HarmonicMotion, leavesTheCentreOfMassAndIsTheSameForAnyNumberOfDraws) {
  Progress::setQuiet(true);
  SoftSpotSettings settings;
  const int threads = threadCount();
  setThreadCount(1);
  const auto few = *harmonicSnapshots(cuZr(), sample(), settings, 2);
  setThreadCount(3);
  const auto many = *harmonicSnapshots(cuZr(), sample(), settings, 20);
  setThreadCount(threads);
  for (std::size_t k = 0; k < few.size(); ++k) EXPECT_EQ(few[k].positions, many[k].positions);
  EXPECT_NE(many[0].positions, many[16].positions) << "a block of sixteen is drawn again";
  Vec3 drift = Vec3::Zero();
  double mass = 0;
  for (std::size_t i = 0; i < sample().size(); ++i) {
    const double own = elementMass(sample().atomicNumbers[i]);
    drift += own * (few[0].positions[i] - sample().positions[i]);
    mass += own;
  }
  EXPECT_LT(drift.norm() / mass, 1e-6) << "single precision";
  settings.seed = 2;
  EXPECT_NE(harmonicSnapshots(cuZr(), sample(), settings, 1)->at(0).positions, few[0].positions);
}

// Each atom has the Debye-Waller factor that its column says.
TEST(HarmonicMotion, ofAmorphousSiliconHasTheSquaresOfItsColumn) {
  Progress::setQuiet(true);
  SoftSpotSettings settings;
  settings.vectors = 256;
  settings.share = 0.05;
  Atoms atoms = amorphousSilicon();
  ASSERT_TRUE(addSoftSpots(silicon(), atoms, settings));
  const auto drawn = *harmonicSnapshots(silicon(), atoms, settings, 256);
  const auto& column = atoms.columns.at("harmonic_u2_quantum_A2").values;
  double ratio = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    double u2 = 0;
    for (const Atoms& each : drawn)
      u2 += (each.positions[i] - atoms.positions[i]).squaredNorm() / (3 * 256);
    EXPECT_NEAR(u2 / column[i], 1, 0.4) << i;  // sqrt(2/3/256) = 5 % of each of the two
    ratio += u2 / column[i] / static_cast<double>(atoms.size());
  }
  EXPECT_NEAR(ratio, 1, 0.02);
  EXPECT_TRUE(drawn[0].columns.empty());
}

}  // namespace
}  // namespace glasscope::sim
