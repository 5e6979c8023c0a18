#include "compare/film/DepthImage.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

/// Two columns of gold, one 60 angstrom deeper than the other.
MeasuredFilm twoColumns() {
  MeasuredFilm film;
  film.measured.pixel_A = {0.4, 0.4};
  film.measured.values = Array2<double>(60, 30);
  film.atoms.box = Box::orthogonal({24, 12, 80}, {0, 0, -40}, {false, false, false});
  film.atoms.add(79, {6, 6, -30});
  film.atoms.add(79, {18, 6, 30});
  return film;
}

// Depth counts along the beam from the mean of the atoms; a probe of 30 mrad at 300 kV has a depth
// of focus of 22 angstrom, so 60 angstrom beside it an atom is a haze of less than a tenth.
TEST(FilmDepthImage, isSharpWhereTheFocusIs) {
  const MeasuredFilm film = twoColumns();
  const FilmSettings settings;
  const auto peaks = [&](double defocus_A) {
    const Map2 image = filmDepthImage(film, settings, defocus_A);
    EXPECT_EQ(image.nx(), 60);
    return std::pair{image.values(15, 15), image.values(45, 15)};
  };
  const auto [above, below] = peaks(0);
  EXPECT_NEAR(above, below, 0.02 * above);  // the same distance from the focus
  const auto [far, near] = peaks(30);
  EXPECT_GT(near, 10 * far);
  const auto [nearAbove, farBelow] = peaks(-30);
  EXPECT_GT(nearAbove, 10 * farBelow);
}

}  // namespace
}  // namespace glasscope::compare
