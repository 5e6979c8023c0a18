#pragma once

#include <cstddef>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::sim {

/// How a shape, unit vectors from a centre, lies best among as many neighbours of an atom. It is
/// kept from one question to the next, because neighbours move little between them.
class ShellFit {
 public:
  explicit ShellFit(std::vector<Vec3> shape);

  /// Which neighbour belongs to each direction of the shape, by the smallest sum of squares that
  /// pairwise exchanges find from the present rotation and twelve fixed ones.
  std::vector<std::size_t> match(const std::vector<Vec3>& neighbours);

  /// The rotation that brings the shape onto neighbours in its own order (Kabsch, Acta Cryst. A 32,
  /// 922 (1976)).
  Mat3 turn(const std::vector<Vec3>& neighbours);

 private:
  std::vector<Vec3> shape_;
  Mat3 rotation_ = Mat3::Identity();
};

}  // namespace glasscope::sim
