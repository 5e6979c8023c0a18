// A sample in pieces must give the cells of the whole, bit for bit: nothing here has a tolerance.
#include "voronoi/cells/BrickCells.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"
#include "voronoi/cells/Radii.h"

namespace glasscope::voronoi {
namespace {

struct Sample {
  std::string name;
  Atoms atoms;
  bool radical = false;
};

std::vector<Sample> sampleList() {
  Mat3 skewed;
  skewed << 26, 9, -7, 0, 22, 6, 0, 0, 19;
  auto crystal = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {8, 7, 6});
  auto slab = samples::poisson(700, Box::orthogonal(Vec3(24, 20, 15)), 3);
  slab.box = Box::orthogonal(Vec3(24, 20, 60));  // three quarters of a periodic box are empty
  return {{"random", samples::poisson(900, Box::orthogonal(Vec3(40, 20, 15)), 1)},
          {"random, radical", samples::poisson(900, Box::orthogonal(Vec3(40, 20, 15)), 1), true},
          {"skewed box", samples::poisson(800, Box(skewed), 2)},
          {"skewed box, two open directions",
           samples::poisson(600, Box(skewed, Vec3(3, -8, 1), {false, true, false}), 4)},
          {"slab in a periodic box", slab},
          {"ideal crystal", crystal},
          {"nine atoms", samples::poisson(9, Box::orthogonal(Vec3(6, 6, 6)), 5)},
          {"needle", samples::poisson(300, Box::orthogonal(Vec3(3, 3, 400)), 6)}};
}

template <class Values>
std::vector<typename Values::value_type> rangeOf(const Values& values, std::int64_t begin,
                                                 std::int64_t end) {
  return {values.begin() + begin, values.begin() + end};
}

/// Compares the cell of one atom, neighbours by their index in the whole sample.
void expectSameCell(const Tessellation& whole, std::size_t atom, const BrickCells& brick,
                    std::size_t local) {
  const auto& part = brick.cells;
  EXPECT_EQ(whole.volume_A3[atom], part.volume_A3[local]);
  EXPECT_EQ(whole.surface_A2[atom], part.surface_A2[local]);
  EXPECT_EQ(whole.reach_A[atom], part.reach_A[local]);
  EXPECT_EQ(whole.open[atom], part.open[local]);
  ASSERT_EQ(whole.facesOf(atom), part.facesOf(local));
  const auto a = whole.firstFace[atom], b = part.firstFace[local];
  const auto faces = whole.facesOf(atom);
  EXPECT_EQ(rangeOf(whole.area_A2, a, a + faces), rangeOf(part.area_A2, b, b + faces));
  EXPECT_EQ(rangeOf(whole.neighbourVector_A, a, a + faces),
            rangeOf(part.neighbourVector_A, b, b + faces));
  for (std::int64_t f = 0; f < faces; ++f) {
    const auto there = part.neighbour[static_cast<std::size_t>(b + f)];
    EXPECT_EQ(whole.neighbour[static_cast<std::size_t>(a + f)],
              there < 0 ? there : brick.piece.atoms[static_cast<std::size_t>(there)]);
  }
  EXPECT_EQ(rangeOf(whole.edgeLength_A, whole.firstEdge[a], whole.firstEdge[a + faces]),
            rangeOf(part.edgeLength_A, part.firstEdge[b], part.firstEdge[b + faces]));
}

TEST(BrickCells, areBitForBitThoseOfTheUndividedSample) {
  for (const auto& sample : sampleList()) {
    SCOPED_TRACE(sample.name);
    std::vector<double> radii;
    if (sample.radical) radii = radiiOf(sample.atoms.atomicNumbers, {});
    const auto whole = tessellate(sample.atoms, radii);
    const auto frame = sampleFrame(sample.atoms, radii);
    for (const std::int64_t most : {100, 400}) {
      const BrickPlan plan(sample.atoms, most);
      std::vector<int> seen(sample.atoms.size());
      for (std::size_t b = 0; b < plan.size(); ++b) {
        const auto brick = cellsOfBrick(sample.atoms, radii, frame, plan, b, most == 400 ? 4 : 0);
        for (std::size_t k = 0; k < brick.piece.inner; ++k)
          expectSameCell(whole, static_cast<std::size_t>(brick.piece.atoms[k]), brick, k);
        for (std::size_t k = 0; k < brick.piece.own; ++k)
          ++seen[static_cast<std::size_t>(brick.piece.atoms[k])];
      }
      EXPECT_EQ(std::count(seen.begin(), seen.end(), 1), sample.atoms.size());
    }
  }
}

TEST(BrickPlan, dividesEvenlyAndHoldsAllThatIsNear) {
  const auto atoms = samples::poisson(2000, Box::orthogonal(Vec3(50, 30, 20)), 7);
  const BrickPlan plan(atoms, 300);
  EXPECT_EQ(plan.size(), 8);
  const auto piece = plan.piece(3, 3, 6);
  const std::set<std::int32_t> members(piece.atoms.begin(), piece.atoms.end());
  EXPECT_EQ(members.size(), piece.atoms.size());
  for (std::size_t k = 0; k < piece.own; ++k)
    for (std::size_t j = 0; j < atoms.size(); ++j) {
      const Vec3 d = atoms.positions[j] - atoms.positions[static_cast<std::size_t>(piece.atoms[k])];
      if (atoms.box.minimumImage(d).norm() < 6) {
        ASSERT_TRUE(members.contains(static_cast<std::int32_t>(j)));
      }
    }
  for (std::size_t b = 0; b < plan.size(); ++b) {
    EXPECT_LE(plan.atomsOf(b), 300);
    EXPECT_GE(plan.atomsOf(b), 200);
  }
}

TEST(BrickPlan, givesEveryBrickToOneRank) {
  const auto atoms = samples::poisson(2000, Box::orthogonal(Vec3(50, 30, 20)), 7);
  const BrickPlan plan(atoms, 100);
  for (const int ranks : {1, 2, 3, 4, 40}) {
    std::vector<std::size_t> all;
    for (int rank = 0; rank < ranks; ++rank)
      for (const auto b : plan.bricksOf(rank, ranks)) all.push_back(b);
    std::vector<std::size_t> wanted(plan.size());
    std::iota(wanted.begin(), wanted.end(), std::size_t{0});
    EXPECT_EQ(all, wanted);
    EXPECT_FALSE(plan.bricksOf(0, ranks).empty());
  }
}

}  // namespace
}  // namespace glasscope::voronoi
