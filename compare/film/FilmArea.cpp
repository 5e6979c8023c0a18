#include "compare/film/FilmArea.h"

#include <algorithm>

namespace glasscope::compare {

FilmArea FilmArea::ofValid(const MeasuredFilm& film) {
  FilmArea area{film.valid.nx(), 0, film.valid.ny(), 0};
  for (int x = 0; x < film.valid.nx(); ++x) {
    for (int y = 0; y < film.valid.ny(); ++y) {
      if (!film.valid(x, y)) continue;
      area = {std::min(area.x0, x), std::max(area.x1, x + 1), std::min(area.y0, y),
              std::max(area.y1, y + 1)};
    }
  }
  return area;
}

FilmArea FilmArea::mostInterior(const MeasuredFilm& film, int pixels) {
  const int nx = film.interior.nx(), ny = film.interior.ny();
  const int wx = std::min(pixels, nx), wy = std::min(pixels, ny);
  Array2<int> sums(nx + 1, ny + 1);  // of everything below and to the left
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      sums(x + 1, y + 1) = sums(x, y + 1) + sums(x + 1, y) - sums(x, y) + film.interior(x, y);
    }
  }
  FilmArea best{0, wx, 0, wy};
  int most = -1;
  for (int x = 0; x + wx <= nx; ++x) {
    for (int y = 0; y + wy <= ny; ++y) {
      const int here = sums(x + wx, y + wy) - sums(x, y + wy) - sums(x + wx, y) + sums(x, y);
      if (here <= most) continue;
      most = here;
      best = {x, x + wx, y, y + wy};
    }
  }
  return best;
}

Map2 FilmArea::crop(const Map2& map) const {
  Map2 result = map;
  result.origin_A += Vec2(x0 * map.pixel_A.x(), y0 * map.pixel_A.y());
  result.values = Array2<double>(nx(), ny());
  for (int x = x0; x < x1; ++x) {
    for (int y = y0; y < y1; ++y) result.values(x - x0, y - y0) = map.values(x, y);
  }
  return result;
}

Array2<unsigned char> FilmArea::crop(const Array2<unsigned char>& mask) const {
  Array2<unsigned char> result(nx(), ny());
  for (int x = x0; x < x1; ++x) {
    for (int y = y0; y < y1; ++y) result(x - x0, y - y0) = mask(x, y);
  }
  return result;
}

}  // namespace glasscope::compare
