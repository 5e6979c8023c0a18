#include "compare/film/FilmComparison.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "compare/film/FilmImaging.h"
#include "compare/film/HeldOut.h"
#include "compare/film/LinearProjection.h"
#include "compare/images/GaussianBlur.h"
#include "compare/images/ImageMetrics.h"
#include "compare/statistics/Correlation.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "tests/SharedData.h"

namespace glasscope::compare {
namespace {

class MeasuredFilms : public testing::Test {
 protected:
  void SetUp() override { Progress::setQuiet(true); }
  void TearDown() override { Progress::setQuiet(false); }

  // A small made-up film: 20 gold atoms in a square of 12 A, empty on one side.
  static MeasuredFilm made() {
    MeasuredFilm film;
    film.measured.name = "measured";
    film.measured.pixel_A = {0.4, 0.4};
    film.measured.values = Array2<double>(30, 30);
    film.valid = film.interior = Mask(30, 30, 1);
    film.atoms.box = Box::orthogonal({14, 14, 12}, {-1, -1, -6}, {false, false, false});
    Random random(71, "film");
    for (int i = 0; i < 20; ++i) {
      film.atoms.add(
          79, {2 + 7 * random.uniform(), 2 + 7 * random.uniform(), -4 + 8 * random.uniform()});
    }
    return film;
  }

  static FilmSettings cheap() {
    FilmSettings settings;
    settings.window_A = 9;
    settings.sampling_A = 0.1;
    settings.detectorOuter_mrad = 60;
    settings.frozenPhonons = 1;
    settings.tilePixels = 6;
    settings.defocus_A = {0};
    settings.bootstrap = 50;
    return settings;
  }
};

// The numbers that come with the data: one Gaussian of 0.61 A, 0.945738 over `valid` and 0.812598
// over `interior`. Ours differ by the cut of the Gaussian (three or five standard deviations moves
// them by 1e-4).
TEST_F(MeasuredFilms, linearProjectionReachesThePublishedBaseline) {
  GLASSCOPE_NEEDS_SHARED(path, "data/ta_film_adf/tilt_0_left.h5");
  const MeasuredFilm film = readMeasuredFilm(path);
  EXPECT_EQ(film.atoms.size(), 8284u);
  const Map2 linear = linearProjection(film.atoms, film.measured, 0.61);
  EXPECT_NEAR(normalisedCrossCorrelation(linear, film.measured, film.valid), 0.945738, 3e-4);
  EXPECT_NEAR(normalisedCrossCorrelation(linear, film.measured, film.interior), 0.812598, 3e-4);
}

// What multislice makes of the atoms must be what was measured, in place and in contrast: on a
// small square of one particle the projection itself reaches 0.71; a wrong frame gives less than
// 0.2.
TEST_F(MeasuredFilms, multisliceShowsTheAtomsWhereTheyWereMeasured) {
  GLASSCOPE_NEEDS_SHARED(path, "data/ta_film_adf/tilt_0_left.h5");
  FilmSettings settings;
  settings.quick = true;
  settings.quickPixels = 24;
  settings.sampling_A = 0.1;  // carries 65 mrad: enough to see where the atoms are
  settings.defocus_A = {0};
  const FilmComparison found = compareFilm(readMeasuredFilm(path), settings);
  EXPECT_GT(found.multislice.agreement.nccInterior, 0.45);
  EXPECT_LT(found.multislice.fit.residualShift_A.norm(), 0.33);  // a pixel
  EXPECT_NE(found.verdict.find("cut at 65 of 195 mrad"), std::string::npos) << found.verdict;
  EXPECT_NE(found.verdict.find("small square"), std::string::npos);
  EXPECT_LE(found.gainValid.low, found.gainValid.difference);
  EXPECT_GE(found.gainValid.high, found.gainValid.difference);
}

TEST_F(MeasuredFilms, recoversThePlantedSourceSizeScaleAndDefocus) {
  MeasuredFilm film = made();
  const FilmSettings settings = cheap();
  const FilmArea area{0, 30, 0, 30};
  film.measured = gaussianBlur(imageFilm(film, settings, area, 30).image, 0.7, BlurEdge::reflected);
  for (double& v : film.measured.values) v = 5000 * v + 300;
  FilmSettings search = settings;
  search.defocus_A = {-30, 0, 30};
  search.quickPixels = 16;
  const FilmComparison found = compareFilm(film, search);
  // The same image goes in and comes out: only the 1e-3 A of the search is left.
  EXPECT_EQ(found.multislice.fit.defocus_A, 30);
  EXPECT_NEAR(found.multislice.fit.sigma_A, 0.7, 0.003);
  EXPECT_NEAR(found.multislice.fit.scale, 5000, 50);
  EXPECT_NEAR(found.multislice.fit.offset, 300, 3);
  EXPECT_NEAR(found.multislice.agreement.nccValid, 1, 1e-5);
  EXPECT_LT(found.multislice.agreement.r1Valid, 0.005);
  EXPECT_GT(found.gainValid.low, 0);
  EXPECT_NE(found.verdict.find("multislice is better"), std::string::npos) << found.verdict;
}

// The interval of the gain against a bootstrap written anew here: squares of five pixels drawn with
// another generator. Every other column of squares shows what the projection says, the rest what
// multislice says, so that squares which were counted together would cancel. The quantiles of 4,000
// replicas have standard errors of 0.04 deviations, 1 % of the interval's width.
TEST_F(MeasuredFilms, theIntervalOfTheGainIsThatOfResampledSquares) {
  MeasuredFilm film = made();
  FilmSettings settings = cheap();
  settings.bootstrap = 4000;
  settings.block_A = 2;
  settings.quickPixels = 8;  // where errors are planted, which is not looked at here
  const Map2 wave =
      gaussianBlur(imageFilm(film, settings, {0, 30, 0, 30}, 0).image, 0.6, BlurEdge::reflected);
  const Map2 line = linearProjection(film.atoms, film.measured, 0.6);
  const LinearFit fit = fitScale(line, wave, film.valid);
  for (int x = 0; x < 30; ++x) {
    for (int y = 0; y < 30; ++y) {
      film.measured.values(x, y) =
          x / 5 % 2 ? wave.values(x, y) : fit.scale * line.values(x, y) + fit.offset;
    }
  }
  const FilmComparison found = compareFilm(film, settings);

  std::vector<std::vector<std::size_t>> squares(36);
  for (int x = 0; x < 30; ++x) {
    for (int y = 0; y < 30; ++y)
      squares[static_cast<std::size_t>(x / 5 * 6 + y / 5)].push_back(
          static_cast<std::size_t>(x * 30 + y));
  }
  std::mt19937 generator(5);
  std::vector<double> gains;
  for (int i = 0; i < 4000; ++i) {
    std::vector<double> m, a, b;
    for (int k = 0; k < 36; ++k) {
      for (const std::size_t pixel : squares[generator() % 36]) {
        m.push_back(film.measured.values[pixel]);
        a.push_back(found.multislice.image.values[pixel]);
        b.push_back(found.linearFitted.image.values[pixel]);
      }
    }
    gains.push_back(pearson(m, a) - pearson(m, b));
  }
  std::sort(gains.begin(), gains.end());
  const double low = gains[100], high = gains[3899], width = high - low;
  EXPECT_NEAR(found.gainValid.low, low, 0.05 * width);
  EXPECT_NEAR(found.gainValid.high, high, 0.05 * width);
  EXPECT_NEAR(found.gainValid.difference,
              found.multislice.agreement.nccValid - found.linearFitted.agreement.nccValid, 1e-9);
}

// A map that is made of one annulus of the detector, with another source: the weights that are
// fitted on one half are that annulus, and the other half agrees; the whole detector does not fit
// as well. Beside it stands what errors of the coordinates would cost.
TEST_F(MeasuredFilms, findsTheAnnulusThatAMapIsMadeOf) {
  MeasuredFilm film = made();
  FilmSettings settings = cheap();
  settings.rmsDisplacement_A = 0;
  settings.block_A = 2;
  settings.quickPixels = 12;
  const FilmImage sharp = imageFilm(film, settings, {0, 30, 0, 30}, 0);
  film.measured = gaussianBlur(sharp.annuli.at(0), 0.65, BlurEdge::reflected);
  for (double& v : film.measured.values) v = 4e5 * v + 100;
  const FilmComparison found = compareFilm(film, settings);
  ASSERT_EQ(found.heldOut.scores.size(), 4u) << found.heldOut.why;
  const HeldOutScore& weighted = found.heldOut.scores[3];
  EXPECT_EQ(weighted.parts, (std::vector<std::string>{"adf_30_to_40_mrad", "adf_40_to_60_mrad"}));
  for (const int way : {0, 1}) {
    EXPECT_GT(weighted.fit[way].weights[0], 0.9);
    EXPECT_GT(weighted.scored[way], 0.999);
    EXPECT_LT(found.heldOut.scores[2].scored[way], weighted.scored[way]);
  }
  EXPECT_GT(weighted.gainBoth.low, 0);
  ASSERT_EQ(found.positionErrors.size(), 4u);
  EXPECT_GT(found.positionErrors[0].multislice, found.positionErrors[3].multislice);
  EXPECT_NE(found.verdict.find("scored on the other"), std::string::npos) << found.verdict;
  EXPECT_NE(found.verdict.find("errors of 0.45 A"), std::string::npos) << found.verdict;
}

// A small map has no halves to speak of, and a square where the defocus was chosen is not scored.
TEST_F(MeasuredFilms, sayWhyNothingIsScoredOnHalves) {
  const MeasuredFilm film = made();
  MeasuredFilm shown = film;
  const FilmSettings settings = cheap();
  shown.measured = linearProjection(film.atoms, film.measured, 0.6);
  const FilmComparison found = compareFilm(shown, settings);
  EXPECT_TRUE(found.heldOut.scores.empty());
  EXPECT_TRUE(found.positionErrors.empty());
  EXPECT_NE(found.verdict.find("left out of the fit"), std::string::npos) << found.verdict;
}

// One pass over a divided detector is as many over its parts, and their sum the whole: the same
// waves are counted, in sums of single precision over other pixels.
TEST_F(MeasuredFilms, annuliAddUpToTheDetector) {
  const MeasuredFilm film = made();
  const FilmArea area{8, 14, 8, 14};
  const FilmImage whole = imageFilm(film, cheap(), area, 0);
  ASSERT_EQ(whole.annuli.size(), 2u);
  FilmSettings outer = cheap();
  outer.detectorInner_mrad = 40;
  const FilmImage part = imageFilm(film, outer, area, 0);
  ASSERT_EQ(part.annuli.size(), 1u);
  double least = HUGE_VAL;
  for (std::size_t i = 0; i < whole.image.values.size(); ++i) {
    const double sum = whole.annuli[0].values[i] + whole.annuli[1].values[i];
    EXPECT_NEAR(whole.image.values[i], sum, 1e-12);
    EXPECT_NEAR(whole.annuli[1].values[i], part.image.values[i], 1e-6 * sum);
    least = std::min(least, whole.annuli[0].values[i]);
  }
  EXPECT_GT(least, 0);
}

TEST_F(MeasuredFilms, tilingDoesNotShow) {
  const MeasuredFilm film = made();
  FilmSettings small = cheap(), large = cheap();
  small.rmsDisplacement_A = large.rmsDisplacement_A = 0;
  small.tilePixels = 3;
  large.tilePixels = 6;
  large.window_A = small.window_A = 10;
  const FilmArea area{6, 18, 6, 18};
  const Map2 a = imageFilm(film, small, area, 0).image, b = imageFilm(film, large, area, 0).image;
  double highest = 0, worst = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    highest = std::max(highest, b.values[i]);
    worst = std::max(worst, std::abs(a.values[i] - b.values[i]));
  }
  // Windows of 10 A leave 3.8 A around a probe: atoms beyond are felt by the tails only, and
  // windows that hold other atoms are sliced elsewhere.
  EXPECT_LT(worst, 0.03 * highest);
  EXPECT_GT(highest, 0);
}

// A map that begins in the middle of a film shows what the whole film shows there: the half that it
// does not have is the mirror image about the outer side of its first pixels. The atoms are the
// same but for their order, so that only the rounding of sums in single precision is left.
TEST_F(MeasuredFilms, aMapThatBeginsInTheFilmIsTheHalfOfASymmetricOne) {
  MeasuredFilm half = made(), whole = made();
  half.measured.origin_A = {0.2, 0.2};
  for (Vec3& r : half.atoms.positions) r -= Vec3(1.7, 1.7, 0);
  whole.measured.origin_A = Vec2(0.2, 0.2) - Vec2(12, 12);
  whole.measured.values = Array2<double>(60, 60);
  whole.valid = whole.interior = Mask(60, 60, 1);
  Atoms mirrored;
  mirrored.box = whole.atoms.box;
  for (const double x : {1, -1}) {
    for (const double y : {1, -1}) {
      for (const Vec3& r : half.atoms.positions) mirrored.add(79, {x * r.x(), y * r.y(), r.z()});
    }
  }
  whole.atoms = mirrored;
  FilmSettings settings = cheap();
  settings.rmsDisplacement_A = 0;
  const Map2 a = imageFilm(half, settings, {0, 6, 0, 6}, 0).image;
  const Map2 b = imageFilm(whole, settings, {30, 36, 30, 36}, 0).image;
  const double highest = *std::max_element(b.values.begin(), b.values.end());
  EXPECT_GT(highest, 0);
  for (std::size_t i = 0; i < a.values.size(); ++i)
    EXPECT_NEAR(a.values[i], b.values[i], 1e-5 * highest);
}

TEST_F(MeasuredFilms, vacuumIsDark) {
  MeasuredFilm film = made();
  for (Vec3& r : film.atoms.positions) r.x() += 40;
  FilmSettings settings = cheap();
  for (const double v : imageFilm(film, settings, {0, 6, 10, 16}, 0).image.values) EXPECT_EQ(v, 0);
}

TEST_F(MeasuredFilms, imagesDoNotDependOnTheNumberOfThreads) {
  const MeasuredFilm film = made();
  const int before = threadCount();
  setThreadCount(1);
  const Map2 one = imageFilm(film, cheap(), {8, 16, 8, 16}, 0).image;
  setThreadCount(3);
  const Map2 three = imageFilm(film, cheap(), {8, 16, 8, 16}, 0).image;
  setThreadCount(before);
  for (std::size_t i = 0; i < one.values.size(); ++i) EXPECT_EQ(one.values[i], three.values[i]);
}

TEST_F(MeasuredFilms, refuseSettingsThatCannotBe) {
  const MeasuredFilm film = made();
  FilmSettings settings = cheap();
  settings.defocus_A.clear();
  EXPECT_THROW(compareFilm(film, settings), Error);
  settings = cheap();
  settings.window_A = 4;
  EXPECT_THROW(imageFilm(film, settings, {0, 6, 0, 6}, 0), Error);
  settings = cheap();
  settings.sampling_A = 0.4;
  EXPECT_THROW(imageFilm(film, settings, {0, 6, 0, 6}, 0), Error);
}

// Where the defocus was chosen no model is scored: the halves are those of the interior without
// that square, which lies where most of the interior is. The area of the valid pixels begins inside
// of the map, so that both are counted from different corners.
TEST_F(MeasuredFilms, theSquareWhereTheDefocusWasChosenIsNotScored) {
  MeasuredFilm film = made();
  for (int x = 0; x < 30; ++x) {
    for (int y = 0; y < 30; ++y) {
      if (x < 3 || y < 2) film.valid(x, y) = film.interior(x, y) = 0;
      if (x < 14 && y < 12) film.interior(x, y) = 0;
    }
  }
  for (Vec3& r : film.atoms.positions) r.head<2>() = 1.6 * (r.head<2>() - Vec2(1.7, 1.7));
  film.measured.values = linearProjection(film.atoms, film.measured, 0.6).values;
  FilmSettings settings = cheap();
  settings.block_A = 1;
  settings.quickPixels = 6;
  settings.bootstrap = 2;
  const FilmArea area = FilmArea::ofValid(film);
  const FilmArea square = FilmArea::mostInterior(film, settings.quickPixels);
  ASSERT_EQ(area.x0, 3);
  ASSERT_EQ(area.y0, 2);
  const auto count = [](const Mask& mask) {
    return static_cast<int>(std::count(mask.begin(), mask.end(), 1));
  };
  for (const bool several : {false, true}) {
    settings.defocus_A = several ? std::vector<double>{0, 20} : std::vector<double>{0};
    Mask scored = area.crop(film.interior);
    for (int x = square.x0; several && x < square.x1; ++x) {
      for (int y = square.y0; y < square.y1; ++y) scored(x - area.x0, y - area.y0) = 0;
    }
    const auto halves = halvesOf(scored, 0.4);
    const FilmComparison found = compareFilm(film, settings);
    ASSERT_FALSE(found.heldOut.scores.empty()) << found.heldOut.why;
    EXPECT_EQ(found.heldOut.pixels[0], count(halves[1]));
    EXPECT_EQ(found.heldOut.pixels[1], count(halves[0]));
    EXPECT_EQ(found.nccOfDefocus.size(), several ? 2u : 0u);
  }
}

}  // namespace
}  // namespace glasscope::compare
