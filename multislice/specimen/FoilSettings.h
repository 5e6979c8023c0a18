#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/settings/Fields.h"

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

void eachField(MaybeConst<FoilSettings> auto& f, auto&& visit) {
  visit(Field{"thickness_A", "Thickness along the beam; 0 takes the box as it is", kNotNegative},
        f.thickness_A);
  visit(Field{"start_A", "Where the foil begins, above the lowest z of the box", kNotNegative},
        f.start_A);
  visit(Field{"tile_x", "Repeats of a periodic box along x", {1, 1000}}, f.tile_x);
  visit(Field{"tile_y", "Repeats of a periodic box along y", {1, 1000}}, f.tile_y);
  visit(Field{"vacuum_A", "Vacuum on both sides of directions that are not periodic", kNotNegative},
        f.vacuum_A);
  visit(
      Field{"beam_direction",
            "Direction of the configuration that is turned into the beam, [x, y, z]; empty leaves "
            "it as it is"},
      f.beamDirection);
  visit(
      Field{"beam_indices",
            "The same as [u, v, w], multiples of the edges of the box (the indices of a zone axis "
            "when the box is a unit cell)"},
      f.beamIndices);
  visit(Field{"rotation_deg", "Turns of the configuration about x, y and z, after that"},
        f.rotation_deg);
  visit(Field{"width_A",
              "Widths along x and y of the block that is cut from a turned periodic configuration; "
              "empty takes those of the box",
              kPositive},
        f.width_A);
  visit(Field{"random_shift",
              "Shift every repeat of the box along the beam across it by a random vector, so that "
              "columns do not repeat"},
        f.randomShift);
  visit(Field{"wedge_A", "Thickness at the left and at the right edge along x; empty: even",
              kNotNegative},
        f.wedge_A);
  visit(Field{"bend_radius_A",
              "Radius of a cylinder along y that the foil is bent to; its edges lie deeper when it "
              "is positive; 0 is flat"},
        f.bendRadius_A);
  visit(
      Field{"top_layer",
            "Formula of a film of random atoms (no structure of molecular dynamics) where the beam "
            "enters, like C or SiO2; empty: none"},
      f.top.formula);
  visit(Field{"top_layer_A", "Its thickness", kNotNegative}, f.top.thickness_A);
  visit(Field{"top_layer_density_g_per_cm3", "Its density; 0 takes 2.0 for C and 2.2 for SiO2",
              kNotNegative},
        f.top.density_g_per_cm3);
  visit(Field{"bottom_layer", "The same where the beam leaves"}, f.bottom.formula);
  visit(Field{"bottom_layer_A", "Its thickness", kNotNegative}, f.bottom.thickness_A);
  visit(Field{"bottom_layer_density_g_per_cm3", "Its density", kNotNegative},
        f.bottom.density_g_per_cm3);
  visit(Field{"vacuum_above_A", "Vacuum before the foil", kNotNegative}, f.vacuumAbove_A);
  visit(Field{"vacuum_below_A", "Vacuum behind the foil", kNotNegative}, f.vacuumBelow_A);
  visit(Field{"vacuum_around_A", "Vacuum on all four sides across the beam, of a periodic foil too",
              kNotNegative},
        f.vacuumAround_A);
}

}  // namespace glasscope::multislice
