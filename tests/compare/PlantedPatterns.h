#pragma once

#include <cmath>
#include <functional>

#include "core/maps/Datacube.h"
#include "core/math/Constants.h"

namespace glasscope::compare::planted {

inline DatacubeShape patternShape(int rx, int ry, int q = 96, double qStep = 0.02) {
  DatacubeShape shape;
  shape.rx = rx;
  shape.ry = ry;
  shape.qx = shape.qy = q;
  shape.qStep_invA = qStep;
  return shape;
}

/// A pattern from a function of (kx, ky).
inline Array2<float> pattern(const DatacubeShape& shape,
                             const std::function<double(double, double)>& intensity) {
  Array2<float> result(shape.qx, shape.qy);
  for (int x = 0; x < shape.qx; ++x) {
    for (int y = 0; y < shape.qy; ++y) {
      result(x, y) = static_cast<float>(
          intensity((x - shape.qx / 2) * shape.qStep_invA, (y - shape.qy / 2) * shape.qStep_invA));
    }
  }
  return result;
}

/// A central disc with soft edge (radius 0.1 1/A), a diffuse ring at 0.42 1/A (sigma 0.04), and a
/// smooth background, per pixel.
inline double glass(double k) {
  const double disc = 1e-2 / (1 + std::exp((k - 0.1) / 0.008));
  return disc + 2e-5 * std::exp(-0.5 * std::pow((k - 0.42) / 0.04, 2)) + 4e-6 * std::exp(-k);
}

}  // namespace glasscope::compare::planted
