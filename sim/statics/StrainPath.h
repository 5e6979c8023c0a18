#pragma once

#include <array>

#include "core/math/Vec.h"
#include "core/settings/Words.h"

namespace glasscope::sim {

/// What is done to a box, in its own frame (x along the first edge, z across the first two):
/// simple shear, in which the first direction moves along the second, or one edge made longer with
/// the others held.
enum class StrainPath { shearXy, shearXz, shearYz, uniaxialX, uniaxialY, uniaxialZ };
constexpr auto wordsOf(StrainPath) {
  return std::array{Word{StrainPath::shearXy, "xy"},  Word{StrainPath::shearXz, "xz"},
                    Word{StrainPath::shearYz, "yz"},  Word{StrainPath::uniaxialX, "x"},
                    Word{StrainPath::uniaxialY, "y"}, Word{StrainPath::uniaxialZ, "z"}};
}

/// The component of a tensor that works along a path: row and column of the gradient that grows.
constexpr std::array<int, 2> componentOf(StrainPath path) {
  switch (path) {
    case StrainPath::shearXy:
      return {0, 1};
    case StrainPath::shearXz:
      return {0, 2};
    case StrainPath::shearYz:
      return {1, 2};
    case StrainPath::uniaxialX:
      return {0, 0};
    case StrainPath::uniaxialY:
      return {1, 1};
    case StrainPath::uniaxialZ:
      break;
  }
  return {2, 2};
}

constexpr bool isShear(StrainPath path) {
  return componentOf(path)[0] != componentOf(path)[1];
}

/// What the path makes of vectors: the identity, and the strain at its component. Upper triangular,
/// so that a cell of LAMMPS stays one.
inline Mat3 deformationGradient(StrainPath path, double strain) {
  Mat3 gradient = Mat3::Identity();
  gradient(componentOf(path)[0], componentOf(path)[1]) += strain;
  return gradient;
}

}  // namespace glasscope::sim
