#include "voronoi/BondOrder.h"

#include <cmath>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/Parallel.h"
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

}  // namespace
}  // namespace glasscope::voronoi
