#include "voronoi/pairs/PairRadii.h"

#include <gtest/gtest.h>

#include "tests/SharedData.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

/// B2: unlike neighbours at a sqrt(3)/2, like ones at a. Least squares of 2 r_A = 2 r_B = a and
/// r_A + r_B = a sqrt(3)/2 gives equal radii with residuals shared.
TEST(PairRadii, shareThePeaksByLeastSquares) {
  auto atoms = samples::crystal(samples::cubic(3.2), samples::kBccBasis, {5, 5, 5});
  for (std::size_t i = 0; i < atoms.size(); i += 2) atoms.atomicNumbers[i] = 40;
  const auto radii = radiiFromPairs(atoms);
  EXPECT_NEAR(radii.at(29), radii.at(40), 0.005);  // which bin an edge falls into
  const double unlike = 3.2 * std::sqrt(0.75);
  // 2 r = a twice and r + r' = u: the normal equation is 5 r + r' = 2 a + u. Peaks to half a bin.
  EXPECT_NEAR(radii.at(29), (2 * 3.2 + unlike) / 6, 0.015);
}

TEST(PairRadii, ofOneSpeciesAreHalfItsNearestDistance) {
  const auto atoms = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {4, 4, 4});
  EXPECT_NEAR(radiiFromPairs(atoms).at(29), 3.6 / std::sqrt(8.0), 0.015);
}

/// The peaks of the reference glass are 2.58, 2.78 and 3.22 to 3.26 angstrom (measured).
TEST(PairRadii, ofTheReferenceGlass) {
  GLASSCOPE_NEEDS_SHARED(path, "reference/cu64zr36_1e13_300K.data.gz");
  const auto radii = radiiFromPairs(samples::readGlass(path));
  EXPECT_NEAR(radii.at(29), 1.26, 0.03);
  EXPECT_NEAR(radii.at(40), 1.58, 0.04);
}

TEST(PairRadii, aSingleAtomHasNone) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(20));
  atoms.add(29, Vec3::Zero());
  EXPECT_THROW(radiiFromPairs(atoms), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
