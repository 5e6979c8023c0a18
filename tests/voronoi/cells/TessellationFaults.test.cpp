// Input that a tessellation can hardly bear, or not at all.
#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>

#include "tests/voronoi/Samples.h"
#include "voronoi/cells/Tessellation.h"

namespace glasscope::voronoi {
namespace {

double sum(const std::vector<double>& v) {
  return std::accumulate(v.begin(), v.end(), 0.0);
}

Box skewedBox() {
  Mat3 edges;
  edges << 9, 4, -3, 0, 8, 3.5, 0, 0, 7;
  return Box(edges, Vec3(1, -2, 3));
}

TEST(TessellationFaults, nearlyCoincidentAtomsShareTheirPlace) {
  auto atoms = samples::poisson(50, skewedBox(), 29);
  atoms.add(29, atoms.positions[7] + Vec3(1e-5, 0, 0));
  const auto t = tessellate(atoms);
  EXPECT_NEAR(sum(t.volume_A3) / atoms.box.volume(), 1, 1e-9);
}

TEST(TessellationFaults, coincidentAtomsAreAnErrorThatNamesThem) {
  auto atoms = samples::poisson(50, skewedBox(), 30);
  // The copy lies in another image of the box.
  atoms.add(29, atoms.positions[7] + atoms.box.matrix() * Vec3(1, -1, 0));
  try {
    tessellate(atoms);
    FAIL() << "coinciding atoms went unnoticed";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_THAT(error.problem(), testing::HasSubstr("51"));
    EXPECT_THAT(error.problem(), testing::HasSubstr("8"));
  }
}

TEST(TessellationFaults, aHopelessNeedleIsRefused) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(1, 1, 1e5));
  atoms.add(29, Vec3::Zero());
  try {
    tessellate(atoms);
    FAIL() << "a needle of 1e5 to 1 was tessellated";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::capacity);
  }
}

TEST(TessellationFaults, aModerateNeedleIsNot) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(1, 1, 60));
  atoms.add(29, Vec3::Zero());
  EXPECT_NEAR(tessellate(atoms).volume_A3[0], 60, 1e-7);
}

TEST(TessellationFaults, badRadiiAreRefused) {
  const auto atoms = samples::poisson(3, skewedBox(), 32);
  EXPECT_THROW(tessellate(atoms, std::vector<double>{1, 0, 1}), Error);
  EXPECT_THROW(tessellate(atoms, std::vector<double>{1, NAN, 1}), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
