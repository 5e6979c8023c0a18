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
  HeldOutScore held;
  held.model = "multislice";
  held.parts = {"adf_30_to_40_mrad", "adf_40_to_60_mrad"};
  held.fit[0] = {{0.25, 0.75}, {1, -0.5, 0, 0, 0, 0, 0}, 7, 0.91};
  held.fit[1] = {{0.5, 0.5}, {2, 0, 0, 0, 0, 0, 1}, 8, 0.92};
  held.scored = {0.81, 0.82};
  held.gain = {FilmGain{0.01, -0.02, 0.03}, FilmGain{0.02, -0.01, 0.04}};
  held.gainBoth = {0.015, -0.015, std::nan("")};
  film.heldOut = {{held}, {123, 124}, "why not"};
  film.positionErrors = {{0, 0.99, 0.95}, {0.3, 0.7, 0.71}};
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
  ASSERT_EQ(back.heldOut.scores.size(), 1u);
  const HeldOutScore &held = back.heldOut.scores[0], &gone = film.heldOut.scores[0];
  EXPECT_EQ(held.model, gone.model);
  EXPECT_EQ(held.parts, gone.parts);
  EXPECT_EQ(held.scored, gone.scored);
  for (const int way : {0, 1}) {
    EXPECT_EQ(held.fit[way].weights, gone.fit[way].weights);
    EXPECT_EQ(held.fit[way].kernel, gone.fit[way].kernel);
    EXPECT_EQ(held.fit[way].offset, gone.fit[way].offset);
    EXPECT_EQ(held.fit[way].correlation, gone.fit[way].correlation);
    EXPECT_EQ(held.gain[way].low, gone.gain[way].low);
  }
  EXPECT_EQ(held.gainBoth.low, -0.015);
  EXPECT_TRUE(std::isnan(held.gainBoth.high));
  EXPECT_EQ(back.heldOut.pixels, film.heldOut.pixels);
  EXPECT_EQ(back.heldOut.why, "why not");
  ASSERT_EQ(back.positionErrors.size(), 2u);
  EXPECT_EQ(back.positionErrors[1].error_A, 0.3);
  EXPECT_EQ(back.positionErrors[1].multislice, 0.7);
  EXPECT_EQ(back.positionErrors[1].linear, 0.71);
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
  const std::string rings = readFile(folder / "rings.csv");
  // Cut in the last number, and in the middle of a line: neither may pass for a shorter curve.
  for (const std::size_t cut : {rings.size() - 1, rings.size() - 6, rings.size() / 2}) {
    writeFileAtomically(folder / "rings.csv", rings.substr(0, cut));
    EXPECT_THROW(files.read(), Error) << cut;
  }
  writeFileAtomically(folder / "rings.csv", rings + "another method,1,2,3,4\n");
  EXPECT_THROW(files.read(), Error);
  writeFileAtomically(folder / "rings.csv", rings);
  EXPECT_NO_THROW(files.read());
  writeFileAtomically(folder / "scores.json", "{\"verdict\": 3}");
  EXPECT_THROW(files.read(), Error);
}

}  // namespace
}  // namespace glasscope::compare
