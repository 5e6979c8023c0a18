#pragma once

namespace glasscope::multislice {

/// How a foil is cut from a configuration.
struct FoilSettings {
  double thickness_A = 0;  ///< along the beam; 0 takes the box as it is
  double start_A = 0;      ///< where the foil begins, above the lowest z of the box
  int tile_x = 1;          ///< repeats of a periodic box across the beam
  int tile_y = 1;
  double vacuum_A = 5;  ///< added on both sides of directions that are not periodic
};

}  // namespace glasscope::multislice
