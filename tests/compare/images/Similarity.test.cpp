#include "compare/images/Similarity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/images/ImageMetrics.h"
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

// A plane is interpolated exactly, so that every value says where it was read: at the reference's
// place from the middle of its map, turned from x towards y, magnified, shifted, from the middle of
// the other map. Neither map nor their pixels are square.
TEST(Similarity, overlayReadsWhereTheSimilarityPoints) {
  Map2 reference, moving;
  reference.pixel_A = {0.5, 0.8};
  reference.values = Array2<double>(9, 6);
  moving.pixel_A = {0.4, 0.3};
  moving.values = Array2<double>(15, 24);
  for (int x = 0; x < 15; ++x)
    for (int y = 0; y < 24; ++y) moving.values(x, y) = 7 + 3 * (0.4 * x) - 2 * (0.3 * y);
  const Similarity s{20, 1.1, {0.6, -0.9}};
  const double c = 1.1 * std::cos(M_PI / 9), d = 1.1 * std::sin(M_PI / 9);
  const Map2 seen = overlaid(moving, reference, s);
  int inside = 0;
  for (int x = 0; x < 9; ++x) {
    for (int y = 0; y < 6; ++y) {
      const double rx = 0.5 * (x - 4), ry = 0.8 * (y - 2.5);
      const double px = c * rx - d * ry + 0.6 + 0.4 * 7;
      const double py = d * rx + c * ry - 0.9 + 0.3 * 11.5;
      const bool covered = px >= 0 && py >= 0 && px <= 0.4 * 14 && py <= 0.3 * 23;
      ASSERT_EQ(std::isfinite(seen.values(x, y)), covered) << x << ", " << y;
      if (!covered) continue;
      EXPECT_NEAR(seen.values(x, y), 7 + 3 * px - 2 * py, 1e-9);
      ++inside;
    }
  }
  EXPECT_GT(inside, 30);
  EXPECT_LT(inside, 54);
}

// What is said of a fit is what the overlay shows: r over the pixels that both cover, and their
// share. The planted place leaves a part of the reference uncovered.
TEST(Similarity, saysTheCorrelationAndTheOverlapOfItsOverlay) {
  Map2 reference = blobs(48, {}, 0.5, 0.05, 1);
  for (int x = 0; x < 10; ++x)
    for (int y = 0; y < 7; ++y) reference.values(x, y) = std::nan("");
  const Map2 moving = blobs(48, {2, 1, {1.5, -2.5}}, 0.5, 0.05, 2);
  const SimilarityFit fit = registerSimilarity(reference, moving, {3, 0, 0.5});
  const Map2 seen = overlaid(moving, reference, fit.found);
  Mask both(48, 48, 0);
  double covered = 0, all = 0;
  for (std::size_t i = 0; i < both.size(); ++i) {
    if (!std::isfinite(reference.values[i])) continue;
    ++all;
    both[i] = std::isfinite(seen.values[i]);
    covered += both[i];
  }
  EXPECT_LT(covered, 0.95 * all);
  EXPECT_NEAR(fit.overlap, covered / all, 1e-12);
  EXPECT_NEAR(fit.correlation, normalisedCrossCorrelation(reference, seen, both), 1e-9);
}

// An image agrees with itself whatever block is left out: the errors are the last steps of the
// search, 2^-6 of half a pixel at the edge and of half a pixel of the finer side.
TEST(Similarity, noErrorIsSmallerThanTheLastStepOfTheSearch) {
  Map2 map = blobs(40, {}, 0.5, 0, 1);
  map.pixel_A = {0.5, 0.4};
  const SimilarityFit fit = registerSimilarity(map, map, {2, 0.02, 0.5});
  EXPECT_EQ(fit.found.rotation_deg, 0);
  EXPECT_EQ(fit.found.magnification, 1);
  EXPECT_NEAR(fit.error.rotation_deg, 0.5 * (180 / M_PI / 20) / 64, 1e-12);
  EXPECT_NEAR(fit.error.magnification, 0.5 / 20 / 64, 1e-12);
  EXPECT_NEAR(fit.error.shift_A.x(), 0.2 / 64, 1e-12);
  EXPECT_NEAR(fit.error.shift_A.y(), 0.2 / 64, 1e-12);
}

// A disc with a rim of six arcs: r of a turn by t is c + (1 - c) cos 6 t with c from the disc, and
// 1 again at 60 degrees. Where it has fallen to half at 18 degrees that is another turn (60 > 3 *
// 18); at 24 degrees it is the flank of the first. The disc stands for what all turns share.
TEST(Similarity, anotherTurnLiesBeyondThreeTimesTheWidthOfTheFirst) {
  const auto rimmed = [](double disc) {
    Map2 map;
    map.name = "rim";
    map.pixel_A = {1, 1};
    map.values = Array2<double>(41, 41);
    for (int x = 0; x < 41; ++x) {
      for (int y = 0; y < 41; ++y) {
        const double r = std::hypot(x - 20, y - 20), angle = std::atan2(y - 20, x - 20);
        map.values(x, y) =
            disc * std::exp(-r * r / 60) + std::exp(-(r - 14) * (r - 14) / 8) * std::cos(6 * angle);
      }
    }
    return map;
  };
  const auto halfTurn = [](const Map2& map) {  // at which r has fallen to half
    for (double turn = 0; turn < 30; turn += 0.1) {
      const Map2 turned = overlaid(map, map, {turn, 1, {0, 0}});
      Mask seen(41, 41, 0);
      for (std::size_t i = 0; i < seen.size(); ++i) seen[i] = std::isfinite(turned.values[i]);
      if (normalisedCrossCorrelation(map, turned, seen) <= 0.5) return turn;
    }
    return 30.0;
  };
  const Map2 narrow = rimmed(1.75), wide = rimmed(2.25);
  EXPECT_NEAR(halfTurn(narrow), 17, 1);
  EXPECT_NEAR(halfTurn(wide), 22, 1.5);
  EXPECT_GT(registerSimilarity(narrow, narrow, {62, 0, 0.5}).secondPeak, 0.9);
  EXPECT_LT(registerSimilarity(wide, wide, {62, 0, 0.5}).secondPeak, 0.8);
}

// How far r has fallen at a turn is said by the best of all magnifications there: one that is wrong
// by half agrees at no turn, and would leave none that is the same.
TEST(Similarity, magnificationsAreNoOtherTurns) {
  const Map2 map = blobs(32, {}, 0.75, 0, 1);
  const double turnsAlone = registerSimilarity(map, map, {20, 0, 0.2}).secondPeak;
  EXPECT_LT(turnsAlone, 0.8);
  EXPECT_NEAR(registerSimilarity(map, map, {20, 0.5, 0.2}).secondPeak, turnsAlone, 0.15);
}

}  // namespace
}  // namespace glasscope::compare
