#include "compare/film/FilmArea.h"

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

MeasuredFilm filmOf(int nx, int ny) {
  MeasuredFilm film;
  film.measured.values = Array2<double>(nx, ny);
  film.measured.origin_A = {10, -20};
  film.measured.pixel_A = {0.5, 0.25};  // not square, so that the axes cannot be exchanged unseen
  film.valid = film.interior = Array2<unsigned char>(nx, ny);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) film.measured.values(x, y) = 100 * x + y;
  }
  return film;
}

void expectArea(const FilmArea& area, int x0, int x1, int y0, int y1) {
  EXPECT_EQ(area.x0, x0);
  EXPECT_EQ(area.x1, x1);
  EXPECT_EQ(area.y0, y0);
  EXPECT_EQ(area.y1, y1);
}

TEST(FilmArea, ofValidHoldsTheOutermostPixelsAndNoMore) {
  MeasuredFilm film = filmOf(9, 11);
  film.valid(2, 7) = film.valid(6, 3) = film.valid(4, 5) = 1;
  expectArea(FilmArea::ofValid(film), 2, 7, 3, 8);
}

TEST(FilmArea, cropKeepsEveryPixelWhereItWas) {
  const MeasuredFilm film = filmOf(9, 11);
  const FilmArea area{2, 7, 3, 8};
  const Map2 part = area.crop(film.measured);
  ASSERT_EQ(part.nx(), 5);
  ASSERT_EQ(part.ny(), 5);
  EXPECT_EQ(part.origin_A, Vec2(11, -19.25));
  for (int x = 0; x < 5; ++x) {
    for (int y = 0; y < 5; ++y) EXPECT_EQ(part.values(x, y), 100 * (x + 2) + y + 3);
  }
}

TEST(FilmArea, cropOfAMaskTakesTheSamePixels) {
  MeasuredFilm film = filmOf(9, 11);
  film.valid(3, 6) = 1;
  const Array2<unsigned char> part = FilmArea{2, 7, 3, 8}.crop(film.valid);
  for (int x = 0; x < 5; ++x) {
    for (int y = 0; y < 5; ++y) EXPECT_EQ(part(x, y), x == 1 && y == 3);
  }
}

TEST(FilmArea, mostInteriorIsWhereMostPixelsAreInside) {
  MeasuredFilm film = filmOf(20, 30);
  for (int x = 11; x < 16; ++x) {
    for (int y = 22; y < 27; ++y) film.interior(x, y) = 1;
  }
  film.interior(1, 1) = film.interior(2, 2) = 1;
  expectArea(FilmArea::mostInterior(film, 5), 11, 16, 22, 27);
}

// Of squares with as many the first is taken, by x and then by y: the choice is a rule, and does
// not hang on the order of the search.
TEST(FilmArea, mostInteriorTakesTheFirstOfEquals) {
  MeasuredFilm film = filmOf(20, 30);
  expectArea(FilmArea::mostInterior(film, 6), 0, 6, 0, 6);
  for (unsigned char& inside : film.interior) inside = 1;
  expectArea(FilmArea::mostInterior(film, 6), 0, 6, 0, 6);
}

// The last squares of both axes are looked at, too.
TEST(FilmArea, mostInteriorReachesTheFarCorner) {
  MeasuredFilm film = filmOf(20, 30);
  film.interior(2, 3) = film.interior(19, 29) = film.interior(16, 26) = 1;
  expectArea(FilmArea::mostInterior(film, 4), 16, 20, 26, 30);
  expectArea(FilmArea::mostInterior(film, 1), 2, 3, 3, 4);
}

TEST(FilmArea, mostInteriorIsNoLargerThanTheMap) {
  expectArea(FilmArea::mostInterior(filmOf(20, 30), 25), 0, 20, 0, 25);
}

}  // namespace
}  // namespace glasscope::compare
