#include "compare/film/LinearProjection.h"

#include <cmath>

#include "compare/images/GaussianBlur.h"

namespace glasscope::compare {

Map2 linearProjection(const Atoms& atoms, const Map2& like, double sigma_A) {
  Map2 map = like;
  map.name = "linear_projection";
  map.unit = std::string("atoms");
  map.description = "Bilinear projection of the atoms, blurred by one Gaussian.";
  map.values = Array2<double>(like.nx(), like.ny());
  for (const Vec3& r : atoms.positions) {
    const double x = (r.x() - like.origin_A.x()) / like.pixel_A.x();
    const double y = (r.y() - like.origin_A.y()) / like.pixel_A.y();
    const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
    for (const int i : {0, 1}) {
      for (const int j : {0, 1}) {
        if (x0 + i < 0 || x0 + i >= map.nx() || y0 + j < 0 || y0 + j >= map.ny()) continue;
        map.values(x0 + i, y0 + j) += (i ? x - x0 : 1 - (x - x0)) * (j ? y - y0 : 1 - (y - y0));
      }
    }
  }
  return gaussianBlur(map, sigma_A, BlurEdge::reflected);
}

}  // namespace glasscope::compare
