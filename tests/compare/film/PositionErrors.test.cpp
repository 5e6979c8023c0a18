#include "compare/film/PositionErrors.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"

namespace glasscope::compare {
namespace {

class PositionErrors : public testing::Test {
 protected:
  void SetUp() override { Progress::setQuiet(true); }
  void TearDown() override { Progress::setQuiet(false); }

  static MeasuredFilm film() {
    MeasuredFilm film;
    film.measured.name = "measured";
    film.measured.pixel_A = {0.4, 0.4};
    film.measured.values = Array2<double>(20, 20);
    film.valid = film.interior = Array2<unsigned char>(20, 20, 1);
    film.atoms.box = Box::orthogonal({10, 10, 8}, {-1, -1, -4}, {false, false, false});
    Random random(71, "film");
    for (int i = 0; i < 12; ++i) {
      film.atoms.add(
          79, {1 + 6 * random.uniform(), 1 + 6 * random.uniform(), -3 + 6 * random.uniform()});
    }
    return film;
  }

  static FilmSettings cheap() {
    FilmSettings settings;
    settings.window_A = 9;
    settings.sampling_A = 0.15;
    settings.detectorOuter_mrad = 40;
    settings.frozenPhonons = 1;
    settings.tilePixels = 6;
    settings.scanStep_A = 0.8;
    return settings;
  }
};

// Without thermal motion the image of the right coordinates is the planted measurement itself, but
// for the width of the source, which the search finds to 1e-3 angstrom.
TEST_F(PositionErrors, costNothingWhereThereAreNoneAndMoreTheLargerTheyAre) {
  FilmSettings settings = cheap();
  settings.rmsDisplacement_A = 0;
  const auto found =
      plantPositionErrors(film(), settings, {0, 20, 0, 20}, 0, 0.5, {0, 0.2, 0.6, 2.0});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_NEAR(found[0].multislice, 1, 1e-5);
  EXPECT_GT(found[0].linear, 0.7);
  EXPECT_LT(found[0].linear, 0.9999);  // it is no linear image
  for (std::size_t i = 1; i < found.size(); ++i)
    EXPECT_LT(found[i].multislice, found[i - 1].multislice);
  EXPECT_LT(found[2].linear, found[0].linear - 0.05);
  EXPECT_EQ(found[1].error_A, 0.2);
  // Errors as large as the distance of atoms leave what chance leaves.
  EXPECT_LT(found[3].multislice, 0.7);
}

// The measurement has thermal motion of its own: the right coordinates do not reach one.
TEST_F(PositionErrors, areCountedBesideThermalMotionThatDiffers) {
  FilmSettings settings = cheap();
  settings.rmsDisplacement_A = 0.15;
  const auto found = plantPositionErrors(film(), settings, {0, 20, 0, 20}, 0, 0.5, {0});
  EXPECT_LT(found.front().multislice, 0.999);
  EXPECT_GT(found.front().multislice, 0.7);
}

TEST_F(PositionErrors, thatExplainAnAgreementLieBetweenThePlantedOnes) {
  const std::vector<PositionErrorScore> planted = {{0, 1, 0}, {0.2, 0.8, 0}, {0.4, 0.4, 0}};
  EXPECT_NEAR(errorThatExplains(planted, 0.9), 0.1, 1e-12);
  EXPECT_NEAR(errorThatExplains(planted, 0.8), 0.2, 1e-12);
  EXPECT_NEAR(errorThatExplains(planted, 0.5), 0.35, 1e-12);
  EXPECT_TRUE(std::isnan(errorThatExplains(planted, 0.3)));
  EXPECT_TRUE(std::isnan(errorThatExplains(planted, 1.1)));
  EXPECT_TRUE(std::isnan(errorThatExplains({}, 0.5)));
}

}  // namespace
}  // namespace glasscope::compare
