#pragma once

#include <string>

#include "core/math/Array2.h"
#include "core/math/Vec.h"

namespace glasscope {

/// A calibrated real-space image: a signal or a projected descriptor.
struct Map2 {
  std::string name;         ///< snake_case, unique within a file
  std::string unit;         ///< unit of the values; "1" for fractions of the incident beam
  std::string description;  ///< one sentence for people
  Array2<double> values;    ///< [x, y]; NaN marks pixels that carry no information
  Vec2 pixel_A{1, 1};       ///< step along x and y, angstrom; NaN when the file does not tell it
  Vec2 origin_A{0, 0};      ///< position of the centre of pixel (0, 0), angstrom
  bool periodic = false;    ///< the map repeats without a seam (a whole periodic cell was scanned)

  int nx() const { return values.nx(); }
  int ny() const { return values.ny(); }
};

}  // namespace glasscope
