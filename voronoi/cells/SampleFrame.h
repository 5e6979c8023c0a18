#pragma once

#include <span>

#include "core/atoms/Atoms.h"

namespace glasscope::voronoi {

/// What the cells of a piece of a sample take from the whole, so that they come out bit for bit as
/// they would in the undivided sample.
struct SampleFrame {
  double unit_A = 1;            ///< a power of two near the distance of atoms
  double spacing_A = 1;         ///< typical distance of atoms
  double largestRadius_A = 0;   ///< of the radical tessellation
  Vec3 wallLow = Vec3::Zero();  ///< fractional coordinates where the walls of open directions are
  Vec3 wallHigh = Vec3::Ones();

  /// Volume that the cells must add up to: the box, up to its walls in open directions.
  double filledVolume_A3(const Box& box) const {
    return box.volume() * (wallHigh - wallLow).prod();
  }
};

SampleFrame sampleFrame(const Atoms& atoms, std::span<const double> radii_A);

}  // namespace glasscope::voronoi
