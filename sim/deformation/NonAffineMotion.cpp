#include "sim/deformation/NonAffineMotion.h"

#include <cmath>
#include <limits>

#include <Eigen/LU>
#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/system/Error.h"
#include "sim/springs/EamEnvironment.h"
#include "sim/statics/FreeMotion.h"

namespace glasscope::sim {
namespace {

void requireSameAtoms(const Atoms& reference, const Atoms& now) {
  if (reference.ids == now.ids && reference.atomicNumbers == now.atomicNumbers) return;
  throw Error(ErrorKind::input, "these configurations cannot be compared atom by atom",
              "they do not hold the same atoms in the same order",
              "sort both by id, and take frames of one run");
}

// The linear map from the reference's box to the other's, whole cells taken off: a cell that was
// exchanged for an equivalent one is expressed in edges that continue those of the reference.
Mat3 boxMap(const Box& reference, const Box& now, Mat3& edges) {
  edges = inBasisOf(now, reference).matrix();
  return edges * reference.inverse();
}

std::vector<Vec3> displacements(const Atoms& reference, const Atoms& now, const Mat3& map,
                                const Mat3& edges) {
  std::vector<Vec3> shift(reference.size());
  const Mat3 inverse = edges.inverse();
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const Vec3 place = now.box.origin() + map * (reference.positions[i] - reference.box.origin());
    Vec3 fraction = inverse * (now.positions[i] - place);
    for (int axis = 0; axis < 3; ++axis) {
      if (reference.box.periodic()[static_cast<std::size_t>(axis)]) {
        fraction[axis] -= std::round(fraction[axis]);
      }
    }
    shift[i] = edges * fraction;
  }
  const Vec3 drift = centreOfMass(reference, shift);
  for (Vec3& each : shift) each -= drift;
  return shift;
}

struct LocalFit {
  double sum = std::numeric_limits<double>::quiet_NaN();
  double shear = std::numeric_limits<double>::quiet_NaN();
  int neighbours = 0;
};

// von Mises' invariant of E = (F^T F - 1) / 2.
double misesOf(const Mat3& gradient) {
  const Mat3 e = 0.5 * (gradient.transpose() * gradient - Mat3::Identity());
  const double a = e(0, 0) - e(1, 1), b = e(1, 1) - e(2, 2), c = e(2, 2) - e(0, 0);
  return std::sqrt(e(0, 1) * e(0, 1) + e(0, 2) * e(0, 2) + e(1, 2) * e(1, 2) +
                   (a * a + b * b + c * c) / 6);
}

LocalFit fitOf(const NeighbourSearch& search, std::size_t place, const Mat3& map,
               const std::vector<Vec3>& shift) {
  const auto& order = search.order();
  const auto own = static_cast<std::size_t>(order[place]);
  Mat3 x = Mat3::Zero(), y = Mat3::Zero();
  std::vector<std::pair<Vec3, Vec3>> pairs;
  search.visit(place, [&](std::int32_t other, const Vec3& apart, double) {
    const auto its = static_cast<std::size_t>(order[static_cast<std::size_t>(other)]);
    const Vec3 now = map * apart + shift[its] - shift[own];
    x += now * apart.transpose();
    y += apart * apart.transpose();
    pairs.emplace_back(apart, now);
  });
  LocalFit fit;
  fit.neighbours = static_cast<int>(pairs.size());
  const double scale = y.trace();
  if (fit.neighbours < 3 || y.determinant() < 1e-9 * scale * scale * scale) return fit;
  const Mat3 gradient = x * y.inverse();
  fit.sum = 0;
  for (const auto& [before, after] : pairs) fit.sum += (after - gradient * before).squaredNorm();
  fit.shear = misesOf(gradient);
  return fit;
}

}  // namespace

NonAffineMotion nonAffineMotion(const Atoms& reference, const Atoms& now, double radius_A) {
  requireSameAtoms(reference, now);
  NonAffineMotion motion;
  motion.radius_A = radius_A;
  Mat3 edges;
  const Mat3 map = boxMap(reference.box, now.box, edges);
  motion.displacement_A = displacements(reference, now, map, edges);
  const NeighbourSearch search(reference, radius_A);
  motion.d2min_A2.resize(reference.size());
  motion.d2minMean_A2.resize(reference.size());
  motion.shearStrain.resize(reference.size());
  eachAtomChunk(reference.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t place = first; place < last; ++place) {
      const LocalFit fit = fitOf(search, place, map, motion.displacement_A);
      const auto own = static_cast<std::size_t>(search.order()[place]);
      motion.d2min_A2[own] = fit.sum;
      motion.d2minMean_A2[own] = fit.sum / std::max(1, fit.neighbours);
      motion.shearStrain[own] = fit.shear;
    }
  });
  return motion;
}

void addNonAffineColumns(const NonAffineMotion& motion, const std::string& between,
                         Columns& columns) {
  const std::string how = fmt::format("; neighbours within {:g} angstrom of the reference, {}",
                                      motion.radius_A, between);
  columns.add({"d2min_A2", "angstrom^2",
               "D2min (Falk, Langer 1998), the sum over the neighbours" + how, motion.d2min_A2});
  columns.add({"d2min_mean_A2", "angstrom^2", "D2min over the number of neighbours" + how,
               motion.d2minMean_A2});
  columns.add({"local_shear_strain", "1",
               "von Mises' invariant of the local Green-Lagrange strain" + how,
               motion.shearStrain});
}

}  // namespace glasscope::sim
