#include "voronoi/motifs/IndexConvention.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"
#include "voronoi/motifs/Motifs.h"

namespace glasscope::voronoi {
namespace {

using Rule = IndexConvention::Rule;

double share(const std::vector<VoronoiIndex>& indices, const VoronoiIndex& wanted) {
  const auto n = std::count(indices.begin(), indices.end(), wanted);
  return static_cast<double>(n) / static_cast<double>(indices.size());
}

Atoms noisy(const std::vector<Vec3>& basis, double a, double sigma) {
  auto atoms = samples::crystal(samples::cubic(a), basis, {6, 6, 6});
  samples::shake(atoms, sigma, 5);
  return atoms;
}

TEST(IndexConvention, bccIsSixSquaresAndEightHexagonsUnderEveryConvention) {
  const auto cells = tessellate(noisy(samples::kBccBasis, 3.0, 0.02));
  for (const auto& convention : usualConventions())
    EXPECT_EQ(share(voronoiIndices(cells, convention), makeIndex(0, 6, 0, 8)), 1)
        << convention.text();
}

/// The truncated octahedron of bcc: squares of a^2 / 8 in a surface of (3 + 6 sqrt 3) a^2 / 4, all
/// edges sqrt(2) a / 4. A threshold just below one of these keeps what one just above drops.
TEST(IndexConvention, thresholdsAreWhereTheyAreSaidToBe) {
  const double a = 3.0, square = a * a / 8, edge = std::sqrt(2.0) * a / 4;
  const double share = square / ((3 + 6 * std::sqrt(3.0)) * a * a / 4);
  const auto cells = tessellate(samples::crystal(samples::cubic(a), samples::kBccBasis, {3, 3, 3}));
  const auto all = makeIndex(0, 6, 0, 8), hexagons = makeIndex(0, 0, 0, 8);
  const auto octahedron = makeIndex(8, 0, 0, 0);  // of the hexagons alone, cut again
  for (const auto& [rule, threshold, without] :
       {std::tuple{Rule::dropFaceFraction, share, hexagons},
        {Rule::dropFaceArea, square, hexagons},
        {Rule::dropShortEdges, edge, VoronoiIndex{}},
        {Rule::cutAgain, share, octahedron}}) {
    const IndexConvention below{rule, threshold * 0.9999}, above{rule, threshold * 1.0001};
    for (const auto& index : voronoiIndices(cells, below)) EXPECT_EQ(index, all) << below.text();
    for (const auto& index : voronoiIndices(cells, above))
      EXPECT_EQ(index, without) << above.text();
  }
}

/// Ideal fcc is <0,12,0,0>; the least noise splits its vertices. Dropping faces leaves rhombi with
/// an extra short edge; ignoring short edges or cutting again heals all of them or leaves
/// Euler-valid ones.
TEST(IndexConvention, noiseSplitsTheVerticesOfFcc) {
  const auto ideal =
      tessellate(samples::crystal(samples::cubic(3.6), samples::kFccBasis, {4, 4, 4}));
  EXPECT_EQ(share(voronoiIndices(ideal, {}), makeIndex(0, 12, 0, 0)), 1);
  EXPECT_EQ(validFraction(ideal, voronoiIndices(ideal, {})).value, 0);
  const auto cells = tessellate(noisy(samples::kFccBasis, 3.6, 0.002));
  EXPECT_EQ(share(voronoiIndices(cells, {}), makeIndex(0, 12, 0, 0)), 0);
  EXPECT_EQ(validFraction(cells, voronoiIndices(cells, {})).value, 1);
  EXPECT_EQ(share(voronoiIndices(cells, {Rule::dropShortEdges, 0.1}), makeIndex(0, 12, 0, 0)), 1);
}

/// Generic cells are simple polyhedra: Euler's rule holds for the raw index and after cutting
/// again; dropping faces without cutting breaks it.
TEST(IndexConvention, onlyRawAndCutAgainKeepEulersRule) {
  const auto cells = tessellate(samples::poisson(3000, Box::orthogonal(Vec3(30, 30, 30)), 6));
  for (const auto& convention : usualConventions()) {
    const double valid = validFraction(cells, voronoiIndices(cells, convention)).value;
    if (convention.rule == Rule::raw || convention.rule == Rule::cutAgain)
      EXPECT_EQ(valid, 1) << convention.text();
    else
      EXPECT_LT(valid, 0.9) << convention.text();
  }
}

TEST(IndexConvention, thresholdZeroIsRaw) {
  const auto cells = tessellate(samples::poisson(500, Box::orthogonal(Vec3(9, 9, 9)), 7));
  const auto raw = voronoiIndices(cells, {});
  for (const auto rule :
       {Rule::dropFaceFraction, Rule::dropFaceArea, Rule::dropShortEdges, Rule::cutAgain})
    EXPECT_EQ(voronoiIndices(cells, {rule, 0}), raw);
}

/// Fewer faces count the higher the threshold. (A dense sample: cells of random points can come
/// open when cut again, and then keep their raw index.)
TEST(IndexConvention, droppingIsMonotonic) {
  const auto cells = tessellate(noisy(samples::kFccBasis, 3.6, 0.15));
  for (const auto rule : {Rule::dropFaceFraction, Rule::dropFaceArea, Rule::cutAgain}) {
    const auto few = voronoiIndices(cells, {rule, 0.03});
    const auto more = voronoiIndices(cells, {rule, 0.01});
    for (std::size_t i = 0; i < few.size(); ++i) EXPECT_LE(few[i].faces(), more[i].faces());
    EXPECT_NE(few, more);
  }
}

TEST(IndexConvention, icosahedronStaysOneWhenCutAgain) {
  const auto cells = tessellate(samples::icosahedron(2.6));
  EXPECT_TRUE(isIcosahedron(voronoiIndices(cells, {Rule::cutAgain, 0.02})[0]));
}

TEST(IndexConvention, hasTheSameBitsOnAnyNumberOfThreads) {
  const auto cells = tessellate(samples::poisson(3000, Box::orthogonal(Vec3(9, 9, 9)), 9));
  const int before = threadCount();
  setThreadCount(1);
  const auto one = voronoiIndices(cells, {Rule::cutAgain, 0.01});
  setThreadCount(3);
  EXPECT_EQ(voronoiIndices(cells, {Rule::cutAgain, 0.01}), one);
  setThreadCount(before);
}

/// In any order, and with cells that several conventions cut again by the same neighbours.
TEST(IndexConvention, severalAtOnceAreThoseOfEachAlone) {
  const auto cells = tessellate(noisy(samples::kFccBasis, 3.6, 0.15));
  auto conventions = usualConventions();
  conventions.push_back({Rule::cutAgain, 0.011});
  conventions.push_back({Rule::cutAgain, 0.005});
  const auto all = indicesUnder(cells, conventions);
  ASSERT_EQ(all.size(), conventions.size());
  for (std::size_t c = 0; c < all.size(); ++c)
    EXPECT_EQ(all[c], voronoiIndices(cells, conventions[c])) << conventions[c].text();
}

TEST(IndexConvention, thresholdsThatCannotBeAreRefused) {
  const auto cells = tessellate(samples::icosahedron(2.6));
  EXPECT_THROW(voronoiIndices(cells, {Rule::dropFaceFraction, 0.7}), Error);
  EXPECT_THROW(voronoiIndices(cells, {Rule::dropShortEdges, -0.1}), Error);
  EXPECT_THROW(voronoiIndices(cells, {Rule::dropFaceArea, NAN}), Error);
}

TEST(IndexConvention, saysWhatItDoes) {
  EXPECT_EQ((IndexConvention{Rule::cutAgain, 0.01}.text()), "cut again < 1 %");
  EXPECT_EQ((IndexConvention{Rule::dropShortEdges, 0.3}.text()), "edges < 0.3 A ignored");
}

}  // namespace
}  // namespace glasscope::voronoi
