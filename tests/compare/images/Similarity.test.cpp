#include "compare/images/Similarity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

// Blobs at planted places, so that a turned image is not an interpolated one.
Map2 blobs(int n, const Similarity& s, double pixel_A, double noise, std::uint64_t seed) {
  Map2 map;
  map.name = "blobs";
  map.pixel_A = {pixel_A, pixel_A};
  map.values = Array2<double>(n, n);
  const double angle = s.rotation_deg * M_PI / 180;
  Random places(7, "planted_blobs"), errors(seed, "planted_errors");
  std::vector<Vec2> centres;
  for (int i = 0; i < 150; ++i) {
    const Vec2 r(60 * (places.uniform() - 0.5), 60 * (places.uniform() - 0.5));
    centres.push_back(s.magnification * Vec2(std::cos(angle) * r.x() - std::sin(angle) * r.y(),
                                             std::sin(angle) * r.x() + std::cos(angle) * r.y()) +
                      s.shift_A);
  }
  for (int x = 0; x < n; ++x) {
    for (int y = 0; y < n; ++y) {
      const Vec2 at = Vec2(x - 0.5 * (n - 1), y - 0.5 * (n - 1)) * pixel_A;
      for (const Vec2& centre : centres)
        map.values(x, y) += std::exp(-(at - centre).squaredNorm() /
                                     (2 * 1.5 * 1.5 * s.magnification * s.magnification));
      map.values(x, y) += noise * errors.normal();
    }
  }
  return map;
}

// A tenth of a pixel at the edge of a map of 64 pixels is 0.18 degrees and 0.3 %.
TEST(Similarity, recoversPlantedTurnsMagnificationsAndShifts) {
  const Map2 reference = blobs(64, {}, 0.5, 0, 1);
  for (const Similarity& planted : {Similarity{0, 1, {0, 0}}, Similarity{3, 1.03, {1.2, -0.7}},
                                    Similarity{-4, 0.97, {-2, 1.5}}}) {
    const SimilarityFit fit = registerSimilarity(reference, blobs(64, planted, 0.5, 0, 2));
    EXPECT_NEAR(fit.found.rotation_deg, planted.rotation_deg, 0.1);
    EXPECT_NEAR(fit.found.magnification, planted.magnification, 0.003);
    EXPECT_NEAR(fit.found.shift_A.x(), planted.shift_A.x(), 0.05);
    EXPECT_NEAR(fit.found.shift_A.y(), planted.shift_A.y(), 0.05);
    EXPECT_GT(fit.correlation, 0.99);
  }
}

// Lengths and not pixels are compared: a finer image of the same is the same.
TEST(Similarity, imagesMayHavePixelsOfTheirOwn) {
  const SimilarityFit fit =
      registerSimilarity(blobs(64, {}, 0.5, 0, 1), blobs(100, {2, 1, {0.6, 0}}, 0.35, 0, 2));
  EXPECT_NEAR(fit.found.rotation_deg, 2, 0.1);
  EXPECT_NEAR(fit.found.magnification, 1, 0.003);
  EXPECT_NEAR(fit.found.shift_A.x(), 0.6, 0.05);
}

// With noise the planted values lie within a few of the errors that are said, and more noise has
// larger ones.
TEST(Similarity, saysHowSureItIs) {
  const Similarity planted{2, 1.02, {0.4, -0.3}};
  const Map2 reference = blobs(64, {}, 0.5, 0, 1);
  const SimilarityFit some = registerSimilarity(reference, blobs(64, planted, 0.5, 0.05, 3));
  const SimilarityFit more = registerSimilarity(reference, blobs(64, planted, 0.5, 0.3, 3));
  for (const SimilarityFit& fit : {some, more}) {
    EXPECT_LT(std::abs(fit.found.rotation_deg - 2), 4 * fit.error.rotation_deg + 0.05);
    EXPECT_LT(std::abs(fit.found.shift_A.x() - 0.4), 4 * fit.error.shift_A.x() + 0.03);
  }
  EXPECT_GT(more.error.shift_A.norm(), some.error.shift_A.norm());
  EXPECT_GT(more.error.rotation_deg, some.error.rotation_deg);
}

// A lattice lies over itself in many places, and the jackknife of one of them knows nothing of the
// others: its error is as small as that of an image that has one place only.
TEST(Similarity, saysWhereAnotherPlaceAgreesAsWell) {
  Map2 lattice = blobs(64, {}, 0.5, 0, 1);
  for (int x = 0; x < 64; ++x)
    for (int y = 0; y < 64; ++y)
      lattice.values(x, y) = std::cos(2 * M_PI * x / 8) * std::cos(2 * M_PI * y / 8);
  const SimilarityFit several = registerSimilarity(lattice, lattice, {2, 0.02, 0.5});
  EXPECT_GT(several.secondPeak, 0.99);
  EXPECT_FALSE(several.isUnique());
  EXPECT_LT(several.error.shift_A.norm(), 0.1) << "of one place";
  const Map2 reference = blobs(64, {}, 0.5, 0, 1);
  const SimilarityFit one = registerSimilarity(reference, blobs(64, {2, 1, {1, 0}}, 0.5, 0, 2));
  EXPECT_LT(one.secondPeak, 0.7);
  EXPECT_TRUE(one.isUnique());
}

// Three columns at the corners of a triangle look the same after a third of a turn.
TEST(Similarity, saysWhereAnotherTurnAgreesAsWell) {
  Map2 triangle = blobs(48, {}, 0.5, 0, 1);
  for (int x = 0; x < 48; ++x) {
    for (int y = 0; y < 48; ++y) {
      triangle.values(x, y) = 0;
      for (int corner = 0; corner < 3; ++corner) {
        const double angle = 2 * M_PI * corner / 3;
        const Vec2 at(23.5 + 14 * std::cos(angle), 23.5 + 14 * std::sin(angle));
        triangle.values(x, y) += std::exp(-(Vec2(x, y) - at).squaredNorm() / 8);
      }
    }
  }
  EXPECT_LT(registerSimilarity(triangle, triangle, {40, 0, 0.5}).secondPeak, 0.7);
  EXPECT_GT(registerSimilarity(triangle, triangle, {130, 0, 0.5}).secondPeak, 0.9);
}

TEST(Similarity, overlayIsExactOnItsOwnGridAndSaysWhatItDoesNotSee) {
  Map2 map = blobs(16, {}, 1, 0.1, 4);
  map.values(3, 4) = std::nan("");
  const Map2 same = overlaid(map, map, {});
  for (int x = 0; x < 16; ++x)
    for (int y = 0; y < 16; ++y) {
      const bool near = std::abs(x - 3) <= 1 && std::abs(y - 4) <= 1;
      EXPECT_NEAR(near ? 0 : same.values(x, y), near ? 0 : map.values(x, y), 1e-9);
    }
  EXPECT_TRUE(std::isnan(same.values(3, 4)));
  const Map2 beside = overlaid(map, map, {0, 1, {2, 0}});  // shows what lies two to the right
  EXPECT_NEAR(beside.values(6, 8), map.values(8, 8), 1e-9);
  EXPECT_TRUE(std::isnan(beside.values(15, 8)));
}

TEST(Similarity, refusesConstantImages) {
  Map2 flat = blobs(16, {}, 1, 0, 1);
  std::fill(flat.values.begin(), flat.values.end(), 3.0);
  EXPECT_THROW(registerSimilarity(flat, blobs(16, {}, 1, 0, 1)), Error);
  EXPECT_THROW(registerSimilarity(blobs(16, {}, 1, 0, 1), flat), Error);
}

TEST(Similarity, isTheSameOnOneAndOnSeveralThreads) {
  const Map2 a = blobs(32, {}, 1, 0.2, 1), b = blobs(32, {1, 1, {0.5, 0}}, 1, 0.2, 2);
  const int before = threadCount();
  setThreadCount(1);
  const SimilarityFit one = registerSimilarity(a, b);
  setThreadCount(3);
  const SimilarityFit three = registerSimilarity(a, b);
  setThreadCount(before);
  EXPECT_EQ(one.found.rotation_deg, three.found.rotation_deg);
  EXPECT_EQ(one.correlation, three.correlation);
  EXPECT_EQ(one.error.shift_A, three.error.shift_A);
}

}  // namespace
}  // namespace glasscope::compare
