#include <cmath>

#include <Eigen/LU>

#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using MuStemXtl = ReaderTest;

const std::string kMuStem =
    "2 atoms\n20.0 21.0 22.0 90.0 90.0 120.0\n200\n2\nCu\n1 29 1.0 0.0064\n0.5 0.0 0.25\n"
    "Zr\n1 40 1.0 0.0081\n0 0.5 0\n";

TEST_F(MuStemXtl, readsMuStem) {
  const Atoms atoms = read(kMuStem)[0];
  EXPECT_EQ(describeFormat(folder_ / "input.txt"), "muSTEM xtl");
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 40));
  EXPECT_TRUE(atoms.box.matrix().col(1).isApprox(Vec3(-10.5, 10.5 * std::sqrt(3.0), 0), 1e-12));
  EXPECT_TRUE(atoms.positions[0].isApprox(Vec3(10, 0, 5.5), 1e-12));
  EXPECT_THAT(atoms.columns.at("thermal_u2_A2").values, ElementsAre(0.0064, 0.0081));
}

// The edges have the lengths that are written and stand at the angles that are written: alpha
// between b and c, beta between a and c, gamma between a and b.
TEST_F(MuStemXtl, edgesStandAtTheAnglesOfTheCell) {
  const Atoms atoms = read("t\n8 9 10 75 82 104\n200\n1\nCu\n1 29 1 0.01\n0.25 0.5 0.75\n")[0];
  const Mat3& edges = atoms.box.matrix();
  const double length[] = {8, 9, 10}, angle_deg[] = {75, 82, 104};
  for (int d = 0; d < 3; ++d) {
    EXPECT_NEAR(edges.col(d).norm(), length[d], 1e-12);
    const Vec3 one = edges.col((d + 1) % 3), other = edges.col((d + 2) % 3);
    EXPECT_NEAR(one.dot(other) / (one.norm() * other.norm()), std::cos(angle_deg[d] * M_PI / 180),
                1e-12)
        << d;
  }
  EXPECT_GT(edges.determinant(), 0);
  EXPECT_TRUE(atoms.positions[0].isApprox(edges * Vec3(0.25, 0.5, 0.75), 1e-12));
}

TEST_F(MuStemXtl, refusesWhatIsCutOrOccupiedInPart) {
  const struct {
    std::string text, message;
  } cases[] = {
      {kMuStem.substr(0, kMuStem.size() - 8), "a position is missing"},
      {"t\n20 21 22 90 90 2000\n200\n1\nCu\n1 29 1.0 0.1\n0 0 0\n", "edges and angles"},
      {"t\n20 21 22 90 90 90\n200\n1\nCu\n1 29 0.5 0.1\n0 0 0\n", "occupancy is 0.5"},
      {"t\n20 21 22 90 90 90\n200\n1\nCu\n1 29 1 0.1\n0 0 0\n0.5 0 0\n", "a further position"},
  };
  for (const auto& wrong : cases)
    EXPECT_THAT(errorOf(wrong.text).what(), HasSubstr(wrong.message)) << wrong.message;
}

}  // namespace
}  // namespace glasscope::sim
