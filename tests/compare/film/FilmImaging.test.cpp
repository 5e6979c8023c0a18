#include "compare/film/FilmImaging.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Progress.h"

namespace glasscope::compare {
namespace {

class FilmImagingTest : public testing::Test {
 protected:
  void SetUp() override { Progress::setQuiet(true); }
  void TearDown() override { Progress::setQuiet(false); }

  // Gold atoms of which none is near another, on a map that is longer along y.
  static MeasuredFilm filmOf(const std::vector<Vec3>& places) {
    MeasuredFilm film;
    film.measured.name = "measured";
    film.measured.origin_A = {1.5, -2.5};
    film.measured.pixel_A = {0.4, 0.4};
    film.measured.values = Array2<double>(20, 28);
    film.valid = film.interior = Array2<unsigned char>(20, 28, 1);
    film.atoms.box = Box::orthogonal({60, 60, 200}, {-20, -20, -100}, {false, false, false});
    for (const Vec3& place : places) film.atoms.add(79, place);
    return film;
  }
  // The place of a pixel.
  static Vec3 at(int x, int y, double z) { return {1.5 + 0.4 * x, -2.5 + 0.4 * y, z}; }

  static FilmSettings still() {
    FilmSettings settings;
    settings.window_A = 9;
    settings.sampling_A = 0.1;
    settings.detectorOuter_mrad = 60;
    settings.frozenPhonons = 1;
    settings.rmsDisplacement_A = 0;
    settings.tilePixels = 4;
    settings.scanStep_A = 0.4;
    return settings;
  }
  static double largestDifference(const Map2& a, const Map2& b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
      largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    return largest;
  }
  static double highest(const Map2& a) { return std::ranges::max(a.values); }
};

// Two atoms 60 angstrom apart along the beam, whose middle the probe is focused on; its depth of
// focus at 30 mrad is 22 angstrom.
TEST_F(FilmImagingTest, aPositiveDefocusFocusesDeeper) {
  const MeasuredFilm film = filmOf({at(5, 6, -23), at(13, 20, 37)});
  const auto imaged = [&](double defocus_A) {
    return imageFilm(film, still(), {0, 20, 0, 28}, defocus_A).image;
  };
  const Map2 above = imaged(-30), below = imaged(30);
  EXPECT_GT(above.values(5, 6), 2 * above.values(13, 20));
  EXPECT_GT(below.values(13, 20), 2 * below.values(5, 6));
  // Both are as far below or above their focus as the other one.
  EXPECT_NEAR(above.values(5, 6), below.values(13, 20), 0.03 * above.values(5, 6));
  // The brightest pixels are those of the atoms: the frame is that of the map along both axes.
  for (int x = 0; x < 20; ++x)
    for (int y = 0; y < 28; ++y) {
      if (x == 5 && y == 6) continue;
      EXPECT_LT(above.values(x, y), above.values(5, 6)) << x << " " << y;
    }
}

// Only distances from the mean depth count, whatever the file's zero is.
TEST_F(FilmImagingTest, theZeroOfTheDepthDoesNotShow) {
  const std::vector<Vec3> places = {at(5, 6, -3), at(8, 9, 4), at(13, 20, 9)};
  MeasuredFilm film = filmOf(places), moved = film;
  for (Vec3& r : moved.atoms.positions) r.z() += 32;  // exact in binary
  const Map2 a = imageFilm(film, still(), {2, 10, 3, 15}, 12).image;
  const Map2 b = imageFilm(moved, still(), {2, 10, 3, 15}, 12).image;
  EXPECT_GT(highest(a), 0);
  EXPECT_LT(largestDifference(a, b), 1e-5 * highest(a));
}

// A part of the map shows what the whole map shows there; tiles and windows are others.
TEST_F(FilmImagingTest, anAreaIsAPartOfTheWhole) {
  FilmSettings settings = still();
  settings.window_A = 14;
  const MeasuredFilm film = filmOf({at(5, 6, 0), at(9, 12, 0)});
  const Map2 whole = imageFilm(film, settings, {0, 20, 0, 28}, 0).image;
  const Map2 part = imageFilm(film, settings, {3, 12, 5, 16}, 0).image;
  ASSERT_EQ(part.nx(), 9);
  ASSERT_EQ(part.ny(), 11);
  EXPECT_NEAR((part.origin_A - Vec2(1.5 + 3 * 0.4, -2.5 + 5 * 0.4)).norm(), 0, 1e-12);
  for (int x = 0; x < 9; ++x)
    for (int y = 0; y < 11; ++y)
      EXPECT_NEAR(part.values(x, y), whole.values(x + 3, y + 5), 0.02 * highest(whole));
}

// Catmull and Rom's spline through four values, between the middle two.
double spline(double a, double b, double c, double d, double t) {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

// Of an image with every second probe, or every third: the probes that there are are those of the
// whole image, and what lies between is the spline through the four nearest along each axis.
TEST_F(FilmImagingTest, probesThatAreLeftOutAreInterpolated) {
  FilmSettings settings = still();
  settings.tilePixels = 1;  // every probe has its own window, with or without its neighbours
  MeasuredFilm film = filmOf({{3.1, 0.3, 0}, {4.2, 1.2, 0}});
  film.measured.pixel_A = {0.2, 0.2};
  const FilmArea area{4, 15, 9, 22};
  settings.scanStep_A = 0.2;
  const Map2 fine = imageFilm(film, settings, area, 0).image;
  for (const int stride : {2, 3}) {
    settings.scanStep_A = 0.2 * stride;
    const Map2 coarse = imageFilm(film, settings, area, 0).image;
    ASSERT_EQ(coarse.nx(), 11);
    ASSERT_EQ(coarse.ny(), 13);
    EXPECT_EQ(coarse.origin_A, fine.origin_A);
    EXPECT_EQ(coarse.pixel_A, fine.pixel_A);
    int between = 0;
    for (int x = 0; x < 11; ++x) {
      for (int y = 0; y < 13; ++y) {
        const int x1 = x / stride * stride, y1 = y / stride * stride;
        if (x1 == x && y1 == y) {
          EXPECT_NEAR(coarse.values(x, y), fine.values(x, y), 1e-6 * highest(fine));
        }
        const bool inside =
            x1 >= stride && y1 >= stride && x1 + 2 * stride < 11 && y1 + 2 * stride < 13;
        if (!inside) continue;
        double along[4];
        for (int k = 0; k < 4; ++k) {
          const int row = x1 + (k - 1) * stride;
          const auto at = [&](int step) { return fine.values(row, y1 + step * stride); };
          along[k] = spline(at(-1), at(0), at(1), at(2), double(y - y1) / stride);
        }
        const double expected =
            spline(along[0], along[1], along[2], along[3], double(x - x1) / stride);
        EXPECT_NEAR(coarse.values(x, y), expected, 1e-5 * highest(fine))
            << stride << ": " << x << " " << y;
        ++between;
      }
    }
    EXPECT_GE(between, 18);
  }
}

// Displacements are drawn for an atom and not for a place in a window: with one configuration the
// image of a film whose atoms tremble is another one, and the mean of many is less sharp.
TEST_F(FilmImagingTest, everyConfigurationTremblesAnew) {
  const MeasuredFilm film = filmOf({at(5, 6, 0)});
  FilmSettings settings = still();
  const Map2 sharp = imageFilm(film, settings, {3, 8, 4, 9}, 0).image;
  settings.rmsDisplacement_A = 0.15;
  const Map2 one = imageFilm(film, settings, {3, 8, 4, 9}, 0).image;
  settings.frozenPhonons = 12;
  const Map2 mean = imageFilm(film, settings, {3, 8, 4, 9}, 0).image;
  EXPECT_GT(largestDifference(one, sharp), 0.01 * highest(sharp));
  EXPECT_GT(largestDifference(one, mean), 0.01 * highest(sharp));
  EXPECT_LT(mean.values(2, 2), 0.97 * sharp.values(2, 2)) << "the peak of a trembling atom";
  EXPECT_GT(mean.values(2, 2), 0.5 * sharp.values(2, 2));
  settings.seed = 2;
  EXPECT_GT(largestDifference(imageFilm(film, settings, {3, 8, 4, 9}, 0).image, mean), 0);
}

TEST_F(FilmImagingTest, saysWhatTheDetectorReallyIs) {
  const MeasuredFilm film = filmOf({at(5, 6, 0)});
  FilmSettings settings = still();
  EXPECT_EQ(imageFilm(film, settings, {4, 6, 5, 7}, 0).detectorOuterUsed_mrad, 60);
  settings.detectorOuter_mrad = 195;
  const FilmImage cut = imageFilm(film, settings, {4, 6, 5, 7}, 0);
  // lambda(300 kV) = 0.0196875 angstrom; a third of the sampling's frequency is carried.
  EXPECT_NEAR(cut.carriedAngle_mrad, 1e3 * 0.0196875 / 0.3, 1);
  EXPECT_NEAR(cut.detectorOuterUsed_mrad, 0.98 * cut.carriedAngle_mrad, 1e-9);
  settings.sampling_A = 0;  // one that carries detector and semiangle together
  const FilmImage whole = imageFilm(film, settings, {4, 6, 5, 7}, 0);
  EXPECT_EQ(whole.detectorOuterUsed_mrad, 195);
  EXPECT_GT(whole.carriedAngle_mrad, 225);
  EXPECT_LT(whole.carriedAngle_mrad, 1.2 * 225);
  EXPECT_GT(whole.image.values(1, 1), cut.image.values(1, 1)) << "a larger detector sees more";
  settings.detectorInner_mrad = 300;
  EXPECT_THROW(imageFilm(film, settings, {4, 6, 5, 7}, 0), Error);
}

}  // namespace
}  // namespace glasscope::compare
