#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace glasscope::multislice {

/// A film of random atoms on a face of a foil.
struct AmorphousLayerSettings {
  std::string formula;  ///< "C", "SiO2", ...; empty: none
  double thickness_A = 0;
  double density_g_per_cm3 = 0;  ///< 0: known for C (2.0) and SiO2 (2.2)
};

/// How a foil is cut from a configuration, and what is done to it then.
struct FoilSettings {
  double thickness_A = 0;  ///< along the beam; 0 takes the box as it is
  double start_A = 0;      ///< where the foil begins, above the lowest z of the box
  int tile_x = 1;          ///< repeats of a periodic box across the beam
  int tile_y = 1;
  double vacuum_A = 5;  ///< added on both sides of directions that are not periodic

  // Orientation; empty and 0 leave the configuration as it is.
  std::vector<double> beamDirection;  ///< Cartesian vector of the configuration along the beam
  std::vector<double> beamIndices;    ///< the same as [u v w], multiples of the edges of the box
  std::vector<double> rotation_deg;   ///< turns about x, then y, then z, after that
  std::vector<double> width_A;        ///< of the block along x and y; empty: as the box

  bool randomShift = false;     ///< every repeat of the box along the beam, by a random vector
  std::vector<double> wedge_A;  ///< thickness at the left and at the right edge along x
  double bendRadius_A = 0;      ///< of a cylinder along y; 0 is flat
  AmorphousLayerSettings top, bottom;  ///< where the beam enters, where it leaves
  double vacuumAbove_A = 0;            ///< before and behind the foil
  double vacuumBelow_A = 0;
  double vacuumAround_A = 0;  ///< on all four sides, of a periodic foil too
  std::uint64_t seed = 1;     ///< of what is random

  /// True when the block is turned out of the axes of the configuration.
  bool oriented() const {
    return !beamDirection.empty() || !beamIndices.empty() || !rotation_deg.empty();
  }
};

}  // namespace glasscope::multislice
