#include "compare/files/FilmFiles.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

FilmScore scoreOf(const std::string& method, double shift) {
  FilmScore score;
  score.method = method;
  score.agreement.nccValid = 0.9 + shift;
  score.agreement.nccInterior = std::nan("");  // there was no interior
  score.fit.sigma_A = 1.0 / 3;
  score.fit.residualShift_A = {0.1, -0.2 + shift};
  score.frc = {{0.1, 0.9, 0.5, 12}, {0.2, 0.8 - shift, 0.4, 24}};
  score.image = planted::smoothNoise(16, 1, 61, 3, false);
  score.image.name = method == "multislice" ? "multislice_adf" : "linear_projection";
  return score;
}

FilmComparison someFilm() {
  FilmComparison film;
  film.measured = planted::smoothNoise(16, 1, 61, 2, false);
  film.measured.values(0, 0) = std::nan("");
  film.valid = Array2<unsigned char>(16, 16, 1);
  film.valid(0, 0) = 0;
  film.interior = Array2<unsigned char>(16, 16, 0);
  film.interior(7, 8) = 1;
  film.linearFixed = scoreOf("linear projection, sigma 0.61 A", 0);
  film.linearFitted = scoreOf("linear projection, \"fitted\"", 0.01);
  film.multislice = scoreOf("multislice", 0.02);
  film.gainValid = {0.01, -0.01, 0.03};
  film.defocusTried_A = {-20, 0};
  film.nccOfDefocus = {0.7, 0.8};
  film.detectorOuterUsed_mrad = 99.5;
  film.verdict = "It depends.";
  return film;
}

TEST(FilmFiles, comeBackAsTheyWent) {
  const TemporaryFolder folder;
  const FilmFiles files{folder / "images.h5", folder / "scores.json", folder / "rings.csv"};
  const FilmComparison film = someFilm();
  files.write(film);
  const FilmComparison back = files.read();
  EXPECT_EQ(back.verdict, film.verdict);
  EXPECT_EQ(back.defocusTried_A, film.defocusTried_A);
  EXPECT_EQ(back.nccOfDefocus, film.nccOfDefocus);
  EXPECT_EQ(back.detectorOuterUsed_mrad, 99.5);
  EXPECT_EQ(back.gainValid.high, 0.03);
  EXPECT_TRUE(std::isnan(back.measured.values(0, 0)));
  EXPECT_EQ(back.measured.values(3, 4), film.measured.values(3, 4));
  EXPECT_EQ(back.valid(0, 0), 0);
  EXPECT_EQ(back.valid(1, 0), 1);
  EXPECT_EQ(back.interior(7, 8), 1);
  EXPECT_EQ(back.interior(8, 7), 0);
  for (const auto& [a, b] : {std::pair{&film.linearFixed, &back.linearFixed},
                             {&film.linearFitted, &back.linearFitted},
                             {&film.multislice, &back.multislice}}) {
    EXPECT_EQ(b->method, a->method);
    EXPECT_EQ(b->agreement.nccValid, a->agreement.nccValid);
    EXPECT_TRUE(std::isnan(b->agreement.nccInterior));
    EXPECT_EQ(b->fit.sigma_A, a->fit.sigma_A);
    EXPECT_EQ(b->fit.residualShift_A, a->fit.residualShift_A);
    EXPECT_EQ(b->image.name, a->image.name);
    EXPECT_EQ(b->image.values(5, 6), a->image.values(5, 6));
    ASSERT_EQ(b->frc.size(), 2u);
    EXPECT_EQ(b->frc[1].correlation, a->frc[1].correlation);
    EXPECT_EQ(b->frc[1].pixels, 24);
  }
}

TEST(FilmFiles, thatAreDamagedAreRefused) {
  const TemporaryFolder folder;
  const FilmFiles files{folder / "images.h5", folder / "scores.json", folder / "rings.csv"};
  files.write(someFilm());
  writeFileAtomically(folder / "scores.json", "{\"verdict\": 3}");
  EXPECT_THROW(files.read(), Error);
}

}  // namespace
}  // namespace glasscope::compare
