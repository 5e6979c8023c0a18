#include "voronoi/cells/CellShapes.h"

#include <cmath>
#include <limits>

#include <Eigen/Eigenvalues>

#include "core/math/Constants.h"
#include "core/system/InterruptibleFor.h"

namespace glasscope::voronoi {

namespace {

constexpr std::int64_t kChunk = 512;

double isotropyOf(const Tessellation& cells, std::size_t atom) {
  Mat3 tensor = Mat3::Zero();
  const auto end = static_cast<std::size_t>(cells.firstFace[atom + 1]);
  for (auto f = static_cast<std::size_t>(cells.firstFace[atom]); f < end; ++f) {
    const Vec3 normal = cells.neighbourVector_A[f].normalized();
    tensor += cells.area_A2[f] * normal * normal.transpose();
  }
  const Eigen::SelfAdjointEigenSolver<Mat3> solver(tensor, Eigen::EigenvaluesOnly);
  return solver.eigenvalues()[0] / solver.eigenvalues()[2];
}

}  // namespace

CellShapes cellShapes(const Tessellation& cells) {
  CellShapes out;
  out.asphericity.assign(cells.size(), std::numeric_limits<double>::quiet_NaN());
  out.isotropy = out.asphericity;
  const auto n = static_cast<std::int64_t>(cells.size());
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    for (auto k = chunk * kChunk; k < std::min(n, (chunk + 1) * kChunk); ++k) {
      const auto i = static_cast<std::size_t>(k);
      const double v = cells.volume_A3[i];
      if (!(v > 0)) continue;
      out.asphericity[i] = std::pow(cells.surface_A2[i], 3) / (36 * constants::kPi * v * v);
      out.isotropy[i] = isotropyOf(cells, i);
    }
  });
  return out;
}

}  // namespace glasscope::voronoi
