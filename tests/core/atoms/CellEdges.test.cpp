#include "core/atoms/CellEdges.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/LU>
#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

using ::testing::ElementsAre;

Mat3 edges(const Vec3& a, const Vec3& b, const Vec3& c) {
  Mat3 matrix;
  matrix << a, b, c;
  return matrix;
}

// Whether two cells describe one lattice: each edge of one is a whole combination of the other's.
void expectSameLattice(const Mat3& a, const Mat3& b) {
  const Mat3 combination = a.inverse() * b;
  const Mat3 whole = combination.array().round();
  EXPECT_LT((combination - whole).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_NEAR(std::abs(whole.determinant()), 1, 1e-12);
}

TEST(CellEdges, leavesStandardCellsAsTheyAre) {
  const Mat3 tilted = edges({10, 0, 0}, {4, 9, 0}, {-3, 2, 8});
  const Box box = boxOf({tilted, {1, 2, 3}, {true, false, true}}, {});
  EXPECT_EQ(box.matrix(), tilted);
  EXPECT_EQ(box.origin(), Vec3(1, 2, 3));
  EXPECT_THAT(box.periodic(), ElementsAre(true, false, true));
}

TEST(CellEdges, putsEveryOrderAndDirectionOfARectangleInTheOrderOfTheAxes) {
  const std::array<Vec3, 3> along{Vec3(20, 0, 0), Vec3(0, 21, 0), Vec3(0, 0, 22)};
  std::array<int, 3> order{0, 1, 2};
  do {
    for (int signs = 0; signs < 8; ++signs) {
      CellEdges cell;
      Vec3 low(1, 2, 3);
      for (int d = 0; d < 3; ++d) {
        const auto from = static_cast<std::size_t>(order[static_cast<std::size_t>(d)]);
        const bool backwards = (signs >> d & 1) != 0;
        cell.matrix.col(d) = backwards ? Vec3(-along[from]) : along[from];
        if (backwards) low -= along[from];
        cell.periodic[static_cast<std::size_t>(d)] = from != 2;  // open along z
      }
      cell.origin = Vec3(1, 2, 3);
      const Box box = boxOf(cell, {});
      EXPECT_EQ(box.matrix(), Mat3(Vec3(20, 21, 22).asDiagonal()));
      EXPECT_EQ(box.origin(), low) << "the region that the edges span stays where it is";
      EXPECT_THAT(box.periodic(), ElementsAre(true, true, false));
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(CellEdges, keepsTheLatticeOfAnyCell) {
  const Mat3 primitive = edges({0, 5, 5}, {5, 0, 5}, {5, 5, 0});  // of a face-centred cube
  const Mat3 leftHanded = edges({1, 9, 2}, {8, 1, -1}, {0.5, 1, 7});
  for (const Mat3& matrix : {primitive, leftHanded, Mat3(-leftHanded)}) {
    const Box box = boxOf({matrix, Vec3::Zero(), {true, true, true}}, {});
    expectSameLattice(matrix, box.matrix());
    EXPECT_GT(box.matrix().determinant(), 0);
    EXPECT_GT(box.matrix().diagonal().minCoeff(), 0);
  }
}

TEST(CellEdges, givesOpenDirectionsAnExtentThatHoldsTheAtoms) {
  const std::vector<Vec3> atoms{{1, 2, -4}, {3, 4, 6}};
  const Box slab =
      boxOf({edges({20, 0, 0}, {5, 21, 0}, {0, 0, 0}), {1, 1, 7}, {true, true, false}}, atoms);
  EXPECT_EQ(slab.matrix().col(2), Vec3(0, 0, 20));
  EXPECT_EQ(slab.origin(), Vec3(1, 1, -9));
  const Box wire =
      boxOf({edges({0, 0, 0}, {0, 21, 0}, {0, 0, 0}), {0, 0, 0}, {false, true, false}}, atoms);
  EXPECT_EQ(wire.lengths(), Vec3(12, 21, 20));
  const Box cluster = boxOf({Mat3::Zero(), {9, 9, 9}, {false, false, false}}, atoms);
  EXPECT_EQ(cluster.lengths(), Vec3(12, 12, 20));
  EXPECT_EQ(cluster.origin(), Vec3(-4, -3, -9));
  // A slab that stands askew is closed along its normal, not along z.
  const Box askew =
      boxOf({edges({10, 0, 10}, {0, 10, 0}, {0, 0, 0}), Vec3::Zero(), {true, true, false}}, atoms);
  EXPECT_NEAR(askew.matrix().col(2).dot(Vec3(1, 0, 1)), 0, 1e-12);
}

TEST(CellEdges, refusesWhatSpansNoVolume) {
  EXPECT_THROW(
      boxOf({edges({1, 0, 0}, {2, 0, 0}, {0, 0, 1}), Vec3::Zero(), {true, true, true}}, {}), Error);
  EXPECT_THROW(
      boxOf({edges({1, 0, 0}, {0, 1, 0}, {0, 0, 0}), Vec3::Zero(), {true, true, true}}, {}), Error);
  for (const double extreme : {1e308, 1e20, 1e-308, std::nan(""), HUGE_VAL})
    EXPECT_THROW(boxOf({extreme * Mat3::Identity(), Vec3::Zero(), {true, true, true}}, {}), Error)
        << extreme;
}

TEST(CellEdges, takesTheEdgesOfAReferenceForTheSameLattice) {
  const Box reference(edges({10, 0, 0}, {4.9, 9, 0}, {0, 0, 8}));
  // LAMMPS flips the tilt from 5.1 to -4.9; the cell breathes meanwhile.
  const Box flipped(edges({10.1, 0, 0}, {-4.95, 9.1, 0}, {0, 0, 8.1}), Vec3(1, 0, 0));
  const Box back = inBasisOf(flipped, reference);
  EXPECT_TRUE(back.matrix().isApprox(edges({10.1, 0, 0}, {5.15, 9.1, 0}, {0, 0, 8.1}), 1e-15));
  EXPECT_EQ(back.origin(), flipped.origin());
  EXPECT_EQ(inBasisOf(reference, reference).matrix(), reference.matrix());
  const Box other = Box::orthogonal({3, 4, 50});
  EXPECT_EQ(inBasisOf(other, reference).matrix(), other.matrix()) << "another lattice";
}

TEST(CellEdges, doesNotMixAnOpenEdgeIntoOthers) {
  const std::array<bool, 3> open{true, false, true};
  const Box reference(edges({10, 0, 0}, {4.9, 9, 0}, {0, 0, 8}), Vec3::Zero(), open);
  const Box other(edges({10, 0, 0}, {-5.1, 9, 0}, {0, 0, 8}), Vec3::Zero(), open);
  EXPECT_EQ(inBasisOf(other, reference).matrix(), other.matrix());
}

}  // namespace
}  // namespace glasscope
