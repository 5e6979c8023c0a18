#include "compare/truth/Copies.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace glasscope::compare {

Copies Copies::of(const multislice::Foil& foil, const Atoms& configuration, int tileX) {
  std::vector<int> images(configuration.size());
  for (const std::size_t source : foil.sources()) {
    if (source != multislice::Foil::kAdded) images[source] += 1;
  }
  const int most = images.empty() ? 1 : *std::max_element(images.begin(), images.end());
  Copies copies;
  const Vec3 a = configuration.box.matrix().col(0), b = configuration.box.matrix().col(1);
  const double area = std::abs(a.x() * b.y() - a.y() * b.x());
  if (foil.isPeriodic() && area > 0) {
    const double seen = foil.extent_A().x() * foil.extent_A().y() / area;
    copies.x = std::max(1, tileX);
    copies.y = std::max(1, static_cast<int>(std::lround(seen / copies.x)));
  }
  copies.z = std::max(1, most / (copies.x * copies.y));
  return copies;
}

std::string Copies::warning(bool shifted) const {
  std::string text;
  if (x * y > 1) {
    text += fmt::format(
        "the foil shows {} copies of one sample side by side: only one of them is compared, "
        "because "
        "the others add no independent areas. A wider sample would",
        x * y);
  }
  if (z > 1 && !shifted) {
    if (!text.empty()) text += ". ";
    text += fmt::format(
        "the foil repeats its sample {} times along the beam, so that columns repeat: they give "
        "sharp spots that a glass does not have, and associations are missed. foil.random_shift = "
        "true shifts every repeat at random, a thicker sample needs none",
        z);
  }
  return text;
}

Map2 onePeriod(const Map2& map, const Copies& copies, const Vec2& foil_A) {
  const double wantedX = foil_A.x() / copies.x / map.pixel_A.x();
  const double wantedY = foil_A.y() / copies.y / map.pixel_A.y();
  const int nx = std::min(map.nx(), std::max(1, static_cast<int>(std::floor(wantedX + 1e-6))));
  const int ny = std::min(map.ny(), std::max(1, static_cast<int>(std::floor(wantedY + 1e-6))));
  if (nx == map.nx() && ny == map.ny()) return map;
  Map2 part = map;
  part.periodic = map.periodic && std::abs(wantedX - nx) < 1e-3 && std::abs(wantedY - ny) < 1e-3;
  part.values = Array2<double>(nx, ny);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) part.values(x, y) = map.values(x, y);
  }
  return part;
}

}  // namespace glasscope::compare
