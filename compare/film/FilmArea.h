#pragma once

#include "compare/film/MeasuredFilm.h"

namespace glasscope::compare {

/// A rectangle of pixels of a measured film, [x0, x1) x [y0, y1).
struct FilmArea {
  int x0 = 0, x1 = 0, y0 = 0, y1 = 0;

  int nx() const { return x1 - x0; }
  int ny() const { return y1 - y0; }

  /// The smallest rectangle that holds all valid pixels.
  static FilmArea ofValid(const MeasuredFilm& film);
  /// The square of at most `pixels` pixels a side that holds most interior pixels.
  static FilmArea mostInterior(const MeasuredFilm& film, int pixels);

  Map2 crop(const Map2& map) const;  ///< with the origin moved along
  Array2<unsigned char> crop(const Array2<unsigned char>& mask) const;
};

}  // namespace glasscope::compare
