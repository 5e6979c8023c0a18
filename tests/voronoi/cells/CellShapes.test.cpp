#include "voronoi/cells/CellShapes.h"

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

double dodecahedronAsphericity() {
  const double root5 = std::sqrt(5.0);
  const double s = 3 * std::sqrt(25 + 10 * root5), v = (15 + 7 * root5) / 4;
  return s * s * s / (36 * constants::kPi * v * v);
}

/// Rounding alone separates these from the closed forms.
TEST(CellShapes, ofPolyhedraAreTheirClosedForms) {
  const auto cube =
      cellShapes(tessellate(samples::crystal(samples::cubic(2), samples::kScBasis, {3, 3, 3})));
  EXPECT_NEAR(cube.asphericity[0], 6 / constants::kPi, 1e-12);
  EXPECT_NEAR(cube.isotropy[0], 1, 1e-12);
  // Truncated octahedron of edge 1: S = 6 + 12 sqrt 3, V = 8 sqrt 2.
  const auto bcc =
      cellShapes(tessellate(samples::crystal(samples::cubic(3), samples::kBccBasis, {3, 3, 3})));
  EXPECT_NEAR(bcc.asphericity[0],
              std::pow(6 + 12 * std::sqrt(3.0), 3) / (36 * constants::kPi * 128), 1e-11);
  EXPECT_NEAR(bcc.isotropy[0], 1, 1e-11);
  const auto dodecahedron = cellShapes(tessellate(samples::icosahedron(2.5)));
  EXPECT_NEAR(dodecahedron.asphericity[0], dodecahedronAsphericity(), 1e-11);
  EXPECT_NEAR(dodecahedron.asphericity[0], 1.325, 5e-4);  // as the header quotes it
}

TEST(CellShapes, aBoxOfOneToTwoIsHalfAsThickAlongOneAxis) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(2, 2, 4));
  atoms.add(29, Vec3(1, 1, 1));
  // Areas: 8 along x and y, 4 along z.
  EXPECT_NEAR(cellShapes(tessellate(atoms)).isotropy[0], 0.5, 1e-12);
}

/// No shape is rounder than a ball, and the tensor is positive.
TEST(CellShapes, staysWithinItsBounds) {
  const auto shapes =
      cellShapes(tessellate(samples::poisson(500, Box::orthogonal(Vec3(8, 9, 7)), 3)));
  ASSERT_EQ(shapes.asphericity.size(), 500u);
  for (std::size_t i = 0; i < shapes.asphericity.size(); ++i) {
    EXPECT_GT(shapes.asphericity[i], 1);
    EXPECT_GT(shapes.isotropy[i], 0);
    EXPECT_LE(shapes.isotropy[i], 1);
  }
}

}  // namespace
}  // namespace glasscope::voronoi
