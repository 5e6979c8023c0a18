#include "compare/diffraction/PatternGeometry.h"

#include <cmath>
#include <vector>

#include "compare/diffraction/MeasuredRings.h"
#include "compare/diffraction/RingSearch.h"
#include "compare/diffraction/RingStrain.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

constexpr int kRounds = 4;       // of centre and ellipse in turn: each is nearly blind to the other
constexpr int kIterations = 30;  // of the centre, each takes away at least half of what is left

DatacubeShape shapeOf(const Array2<double>& pattern, double step_invA) {
  DatacubeShape shape;
  shape.rx = shape.ry = 1;
  shape.qx = pattern.nx();
  shape.qy = pattern.ny();
  shape.qStep_invA = step_invA;
  return shape;
}

RingSearch ringOf(const Array2<double>& pattern, const DiffractionGrid& grid) {
  std::vector<double> k;
  for (int ring = 0; ring < grid.rings(); ++ring) k.push_back(grid.ringCentre_invA(ring));
  return findRing(k, grid.ringMeans(pattern));
}

// Centre of mass of a ring through a window with cosine flanks: zero about the centre of symmetry.
Vec2 ringCentroid(const Array2<double>& pattern, const DiffractionGrid& grid, double inner_invA,
                  double outer_invA) {
  const double middle = 0.5 * (inner_invA + outer_invA), half = 0.5 * (outer_invA - inner_invA);
  double sum = 0;
  Vec2 first(0, 0);
  for (int x = 0; x < grid.nx(); ++x) {
    for (int y = 0; y < grid.ny(); ++y) {
      const Vec2& k = grid.frequency(x, y);
      const double place = std::abs(k.norm() - middle) / half;
      if (place >= 1) continue;
      const double weight = std::pow(std::cos(0.5 * constants::kPi * place), 2) * pattern(x, y);
      sum += weight;
      first += weight * k;
    }
  }
  return first / sum;
}

}  // namespace

PatternGeometry findGeometry(const Array2<double>& meanPattern, double step_invA) {
  const DatacubeShape shape = shapeOf(meanPattern, step_invA);
  PatternGeometry geometry;
  geometry.offset_px = ringCentre(meanPattern) - Vec2(meanPattern.nx() / 2, meanPattern.ny() / 2);
  const RingSearch search = ringOf(meanPattern, DiffractionGrid(shape, geometry));
  if (!search.found) {
    throw Error(ErrorKind::input, "centre and ellipse of the patterns cannot be found",
                "no diffuse ring stands out of the mean pattern", "give them as numbers");
  }
  const double inner = search.inner_invA, outer = search.outer_invA;
  for (int round = 0; round < kRounds; ++round) {
    const PatternGeometry centred{geometry.offset_px, 0, 0};
    const DiffractionGrid grid(shape, centred);
    // What brings the ellipse back to a circle has its long axis across.
    const Strain2 back = RingStrain(grid, meanPattern, inner, outer).instrument();
    const double half = std::hypot(back.xx, back.xy);
    geometry.ellipticity = (1 + half) / (1 - half) - 1;
    geometry.longAxis_deg = 0.5 * std::atan2(-back.xy, -back.xx) * 180 / constants::kPi;
    for (int i = 0; i < kIterations; ++i) {
      const Vec2 off_px =
          ringCentroid(meanPattern, DiffractionGrid(shape, geometry), inner, outer) / step_invA;
      geometry.offset_px += off_px;
      if (off_px.norm() < 1e-4) break;
    }
  }
  return geometry;
}

}  // namespace glasscope::compare
