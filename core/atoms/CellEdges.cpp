#include "core/atoms/CellEdges.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>
#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

// A decimetre: coordinates in a longer cell have fewer than seven digits behind the point.
constexpr double kLongest_A = 1e9;

// Unit vectors for the directions without an edge, perpendicular to all others and to each other.
// Nearest to the axis of the same number, so that a slab in the xy plane is completed along z.
Vec3 freeDirection(const std::vector<Vec3>& taken, int axis) {
  Vec3 best = Vec3::Zero();
  for (const int candidate : {axis, (axis + 1) % 3, (axis + 2) % 3}) {
    Vec3 rest = Vec3::Unit(candidate);
    for (const Vec3& unit : taken) rest -= unit.dot(rest) * unit;
    if (rest.norm() > best.norm() + 1e-6) best = rest;
  }
  return best.normalized();
}

// Orthonormal vectors that span the edges that there are.
std::vector<Vec3> spanOf(const Mat3& edges) {
  std::vector<Vec3> span;
  for (int d = 0; d < 3; ++d) {
    Vec3 rest = edges.col(d);
    for (const Vec3& unit : span) rest -= unit.dot(rest) * unit;
    if (rest.norm() > 1e-9 * edges.col(d).norm()) span.push_back(rest.normalized());
  }
  return span;
}

void closeOpenDirections(CellEdges& cell, const std::vector<Vec3>& positions) {
  std::vector<Vec3> span = spanOf(cell.matrix);
  for (int d = 0; d < 3; ++d) {
    if (!cell.matrix.col(d).isZero(0)) continue;
    if (cell.periodic[static_cast<std::size_t>(d)])
      throw Error(ErrorKind::input, "The simulation box is not usable",
                  fmt::format("it is periodic along edge {}, but that edge is zero", "abc"[d]),
                  "give the edge, or say that the box is open in that direction");
    const Vec3 direction = freeDirection(span, d);
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const Vec3& position : positions) {
      low = std::min(low, direction.dot(position));
      high = std::max(high, direction.dot(position));
    }
    if (positions.empty()) low = high = 0;
    cell.matrix.col(d) = (high - low + 2 * kOpenMargin_A) * direction;
    cell.origin += (low - kOpenMargin_A - direction.dot(cell.origin)) * direction;
    span.push_back(direction);
  }
}

// How well edges lie along +x, +y, +z: the cosine of the worst of them.
double alignment(const Mat3& edges) {
  double worst = 1;
  for (int d = 0; d < 3; ++d) worst = std::min(worst, edges(d, d) / edges.col(d).norm());
  return worst;
}

CellEdges reordered(const CellEdges& cell, const std::array<int, 3>& order, int signs) {
  CellEdges result;
  result.origin = cell.origin;
  for (int d = 0; d < 3; ++d) {
    const int from = order[static_cast<std::size_t>(d)];
    const bool backwards = (signs >> d & 1) != 0;
    const Vec3 edge = cell.matrix.col(from);
    result.matrix.col(d) = backwards ? Vec3(-edge) : edge;
    if (backwards) result.origin += edge;  // the same region, counted from its other end
    result.periodic[static_cast<std::size_t>(d)] = cell.periodic[static_cast<std::size_t>(from)];
  }
  return result;
}

CellEdges standardEdges(const CellEdges& cell) {
  if (!cell.matrix.allFinite() || hasStandardEdges(cell.matrix)) return cell;
  CellEdges best = cell;
  double bestAlignment = -2;
  std::array<int, 3> order{0, 1, 2};
  do {
    for (int signs = 0; signs < 8; ++signs) {
      const CellEdges candidate = reordered(cell, order, signs);
      if (!(candidate.matrix.determinant() > 0)) continue;
      // Of equal ones the first is taken: the order of the file wherever it will do.
      const double aligned = alignment(candidate.matrix);
      if (aligned < bestAlignment + 1e-9) continue;
      bestAlignment = aligned;
      best = candidate;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

bool keepsOpenEdges(const Mat3& combination, const std::array<bool, 3>& periodic) {
  for (int d = 0; d < 3; ++d) {
    if (periodic[static_cast<std::size_t>(d)]) continue;
    if (combination.col(d) != Vec3::Unit(d) || combination.row(d).transpose() != Vec3::Unit(d))
      return false;
  }
  return true;
}

}  // namespace

bool hasStandardEdges(const Mat3& edges) {
  return edges.determinant() > 0 && alignment(edges) > 1e-6;
}

Box boxOf(const CellEdges& cell, const std::vector<Vec3>& positions) {
  CellEdges whole = cell;
  closeOpenDirections(whole, positions);
  if (whole.matrix.cwiseAbs().maxCoeff() > kLongest_A)
    throw Error(ErrorKind::input, "The simulation box is not usable",
                fmt::format("it is {:.3g} angstrom long", whole.matrix.cwiseAbs().maxCoeff()),
                "check the lines that give the box");
  const CellEdges standard = standardEdges(whole);
  return Box(standard.matrix, standard.origin, standard.periodic);
}

Box withStandardEdges(const Box& box) {
  return boxOf({box.matrix(), box.origin(), box.periodic()}, {});
}

Box inBasisOf(const Box& box, const Box& reference) {
  if (box.periodic() != reference.periodic()) return box;
  const Mat3 combination = (box.inverse() * reference.matrix()).array().round();
  if (combination == Mat3::Identity() || std::abs(combination.determinant() - 1) > 0.5) return box;
  if (!keepsOpenEdges(combination, box.periodic())) return box;
  return Box(box.matrix() * combination, box.origin(), box.periodic());
}

}  // namespace glasscope
