#pragma once

namespace glasscope::voronoi {

/// A number for an ordered pair of species.
struct PairValue {
  int centre = 0, neighbour = 0;  ///< atomic numbers
  double value = 0;
};

}  // namespace glasscope::voronoi
