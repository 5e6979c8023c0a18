#include "voronoi/order/BondOrder.h"

#include <cmath>
#include <complex>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

using samples::crystal;
using samples::cubic;

struct Expected {
  double q4, q6, w6;
};

void expectOrder(const Tessellation& cells, BondWeighting weighting, const Expected& expected) {
  const auto four = bondOrder(cells, 4, weighting), six = bondOrder(cells, 6, weighting);
  // The published values carry four or five digits.
  EXPECT_NEAR(four.q[0], expected.q4, 5e-5);
  EXPECT_NEAR(six.q[0], expected.q6, 5e-5);
  EXPECT_NEAR(six.w[0], expected.w6, 5e-6);
}

/// Steinhardt, Nelson, Ronchetti, Phys. Rev. B 28, 784 (1983), table of q_l and w_l for clusters.
TEST(BondOrder, agreesWithSteinhardtForFcc) {
  const auto cells = tessellate(crystal(cubic(3.6), samples::kFccBasis, {3, 3, 3}));
  expectOrder(cells, BondWeighting::plain, {0.1909, 0.5745, -0.013161});
  expectOrder(cells, BondWeighting::area, {0.1909, 0.5745, -0.013161});
}

TEST(BondOrder, agreesWithSteinhardtForHcp) {
  const auto cells = tessellate(samples::hcp(2.8, {4, 3, 3}));
  expectOrder(cells, BondWeighting::plain, {0.0972, 0.4848, -0.012442});
}

TEST(BondOrder, agreesWithSteinhardtForTheIcosahedron) {
  const auto cells = tessellate(samples::icosahedron(2.6));
  expectOrder(cells, BondWeighting::plain, {0, 0.6633, -0.169754});
}

/// Area-weighted bcc: Mickel et al., J. Chem. Phys. 138, 044501 (2013). Plain over all 14
/// neighbours: Steinhardt et al., q4 .0364, q6 .5107.
TEST(BondOrder, weighsTheFacesOfBcc) {
  const auto cells = tessellate(crystal(cubic(2.9), samples::kBccBasis, {3, 3, 3}));
  const auto four = bondOrder(cells, 4, BondWeighting::area);
  const auto six = bondOrder(cells, 6, BondWeighting::area);
  EXPECT_NEAR(four.q[0], 0.2240, 5e-5);
  EXPECT_NEAR(six.q[0], 0.5669, 5e-5);
  EXPECT_NEAR(bondOrder(cells, 4, BondWeighting::plain).q[0], 0.0364, 5e-5);
  EXPECT_NEAR(bondOrder(cells, 6, BondWeighting::plain).q[0], 0.5107, 5e-5);
  EXPECT_NEAR(bondOrder(cells, 6, BondWeighting::plain).w[0], 0.013161, 5e-6);
}

/// A rotation about no axis in particular changes no invariant beyond rounding.
TEST(BondOrder, doesNotChangeWithRotation) {
  const auto atoms = samples::poisson(60, Box::orthogonal(Vec3(5, 6, 7)), 41);
  const Mat3 turn = Eigen::AngleAxisd(0.7, Vec3(1, 2, -0.5).normalized()).toRotationMatrix();
  Atoms turned;
  turned.box = Box(turn * atoms.box.matrix());
  for (const auto& p : atoms.positions) turned.add(29, turn * p);
  for (const int l : {2, 4, 6, 8}) {
    const auto a = bondOrder(tessellate(atoms), l, BondWeighting::area);
    const auto b = bondOrder(tessellate(turned), l, BondWeighting::area);
    for (std::size_t i = 0; i < a.q.size(); ++i) {
      EXPECT_NEAR(a.q[i], b.q[i], 1e-10);
      EXPECT_NEAR(a.w[i], b.w[i], 1e-9);
    }
  }
}

/// In a crystal of one site all Q_lm are the same: averaging changes nothing, and no bond differs.
TEST(BondOrder, averagingLeavesAPerfectCrystalAlone) {
  for (const auto weighting : {BondWeighting::plain, BondWeighting::area}) {
    const auto cells = tessellate(crystal(cubic(2.9), samples::kBccBasis, {3, 3, 3}));
    const auto harmonics = bondHarmonics(cells, 6, weighting);
    const auto one = invariants(harmonics),
               averaged = invariants(averagedHarmonics(cells, harmonics));
    EXPECT_NEAR(averaged.q[0], one.q[0], 1e-12);
    EXPECT_NEAR(averaged.w[0], one.w[0], 1e-10);
    EXPECT_NEAR(disorderVariable(cells, harmonics)[0], 0, 1e-12);
  }
}

/// Orientations that do not match average out: in random surroundings the averaged q6 falls towards
/// q6 / sqrt(1 + neighbours), and the disorder is twice the mean square.
TEST(BondOrder, averagingSuppressesRandomOrder) {
  const auto cells = tessellate(samples::poisson(2000, Box::orthogonal(Vec3::Constant(10)), 42));
  const auto harmonics = bondHarmonics(cells, 6, BondWeighting::plain);
  const auto one = invariants(harmonics),
             averaged = invariants(averagedHarmonics(cells, harmonics));
  const auto disorder = disorderVariable(cells, harmonics);
  double q = 0, qAveraged = 0, d = 0, square = 0;
  for (std::size_t i = 0; i < one.q.size(); ++i) {
    q += one.q[i];
    qAveraged += averaged.q[i];
    d += disorder[i];
    square += 2 * harmonicProduct(harmonics.of(i), harmonics.of(i));
  }
  EXPECT_LT(qAveraged, 0.5 * q);
  EXPECT_NEAR(d / square, 1, 0.1);
}

/// By area the average is continuous: a hair of a displacement that makes and breaks the small
/// faces of fcc changes nothing to speak of, where equal weights jump.
TEST(BondOrder, averagingByAreaIsContinuous) {
  auto atoms = crystal(cubic(3.6), samples::kFccBasis, {3, 3, 3});
  const auto of = [](const Atoms& a, BondWeighting w) {
    const auto cells = tessellate(a);
    return invariants(averagedHarmonics(cells, bondHarmonics(cells, 6, w))).q[0];
  };
  const double area = of(atoms, BondWeighting::area), plain = of(atoms, BondWeighting::plain);
  samples::shake(atoms, 1e-4, 3);
  EXPECT_NEAR(of(atoms, BondWeighting::area), area, 1e-3);
  EXPECT_GT(std::abs(of(atoms, BondWeighting::plain) - plain), 0.02);
}

TEST(BondOrder, markedAtomsStayUndefined) {
  const auto cells = tessellate(crystal(cubic(2.9), samples::kBccBasis, {3, 3, 3}));
  std::vector<std::uint8_t> skip(cells.size(), 0);
  skip[5] = 1;
  const auto harmonics = bondHarmonics(cells, 6, BondWeighting::plain, skip);
  EXPECT_TRUE(std::isnan(invariants(harmonics).q[5]));
  const auto averaged = invariants(averagedHarmonics(cells, harmonics)).q;
  EXPECT_TRUE(std::isnan(averaged[5]));
  EXPECT_NEAR(averaged[6], invariants(harmonics).q[6], 1e-12);
}

TEST(BondOrder, hasTheSameBitsOnAnyNumberOfThreads) {
  const auto cells = tessellate(samples::poisson(2000, Box::orthogonal(Vec3(5, 6, 7)), 42));
  const int before = threadCount();
  setThreadCount(1);
  const auto one = bondOrder(cells, 6, BondWeighting::area);
  setThreadCount(3);
  const auto three = bondOrder(cells, 6, BondWeighting::area);
  setThreadCount(before);
  EXPECT_EQ(three.q, one.q);
  EXPECT_EQ(three.w, one.w);
}

/// The mean over an atom (weight 1) and its neighbours, each A / <A> with <A> = sum A^2 / sum A.
TEST(BondOrder, averagingByAreaWeighsFacesByTheirMeanAsSeenFromTheSurface) {
  auto atoms = samples::crystal(samples::cubic(3.0), samples::kBccBasis, {4, 4, 4});
  samples::shake(atoms, 0.15, 5);  // squares and hexagons, all of different sizes
  const auto cells = tessellate(atoms);
  const auto own = bondHarmonics(cells, 6, BondWeighting::area);
  const auto averaged = averagedHarmonics(cells, own);
  for (std::size_t i = 0; i < atoms.size(); i += 11) {
    double sum = 0, squares = 0, weights = 1;
    for (auto f = cells.firstFace[i]; f < cells.firstFace[i + 1]; ++f) {
      sum += cells.area_A2[static_cast<std::size_t>(f)];
      squares += std::pow(cells.area_A2[static_cast<std::size_t>(f)], 2);
    }
    std::complex<double> mean = own.of(i)[4];
    for (auto f = cells.firstFace[i]; f < cells.firstFace[i + 1]; ++f) {
      const auto face = static_cast<std::size_t>(f);
      const double weight = cells.area_A2[face] * sum / squares;
      mean += weight * own.of(static_cast<std::size_t>(cells.neighbour[face]))[4];
      weights += weight;
    }
    EXPECT_NEAR(std::abs(averaged.of(i)[4] - mean / weights), 0, 1e-13);
  }
}

}  // namespace
}  // namespace glasscope::voronoi
