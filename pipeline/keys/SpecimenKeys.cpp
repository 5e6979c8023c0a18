#include "pipeline/keys/SpecimenKeys.h"

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

std::vector<CaseKey> specimenKeys() {
  return {
      numberKey("foil.thickness_A", "Thickness along the beam; 0 takes the box as it is",
                kNotNegative, FIELD(foil.thickness_A)),
      numberKey("foil.start_A", "Where the foil begins, above the lowest z of the box",
                kNotNegative, FIELD(foil.start_A)),
      integerKey("foil.tile_x", "Repeats of a periodic box along x", {1, 1000}, FIELD(foil.tile_x)),
      integerKey("foil.tile_y", "Repeats of a periodic box along y", {1, 1000}, FIELD(foil.tile_y)),
      numberKey("foil.vacuum_A", "Vacuum on both sides of directions that are not periodic",
                kNotNegative, FIELD(foil.vacuum_A)),
      numbersKey("foil.beam_direction",
                 "Direction of the configuration that is turned into the beam, [x, y, z]; empty "
                 "leaves it as it is",
                 {}, FIELD(foil.beamDirection)),
      numbersKey("foil.beam_indices",
                 "The same as [u, v, w], multiples of the edges of the box (the indices of a zone "
                 "axis when the box is a unit cell)",
                 {}, FIELD(foil.beamIndices)),
      numbersKey("foil.rotation_deg", "Turns of the configuration about x, y and z, after that", {},
                 FIELD(foil.rotation_deg)),
      numbersKey("foil.width_A",
                 "Widths along x and y of the block that is cut from a turned periodic "
                 "configuration; empty takes those of the box",
                 kPositive, FIELD(foil.width_A)),
      flagKey("foil.random_shift",
              "Shift every repeat of the box along the beam across it by a random vector, so that "
              "columns do not repeat",
              FIELD(foil.randomShift)),
      numbersKey("foil.wedge_A", "Thickness at the left and at the right edge along x; empty: even",
                 kNotNegative, FIELD(foil.wedge_A)),
      numberKey("foil.bend_radius_A",
                "Radius of a cylinder along y that the foil is bent to; its edges lie deeper when "
                "it is positive; 0 is flat",
                {}, FIELD(foil.bendRadius_A)),
      textKey("foil.top_layer",
              "Formula of a film of random atoms (no structure of molecular dynamics) where the "
              "beam enters, like C or SiO2; empty: none",
              {}, FIELD(foil.top.formula)),
      numberKey("foil.top_layer_A", "Its thickness", kNotNegative, FIELD(foil.top.thickness_A)),
      numberKey("foil.top_layer_density_g_per_cm3",
                "Its density; 0 takes 2.0 for C and 2.2 for SiO2", kNotNegative,
                FIELD(foil.top.density_g_per_cm3)),
      textKey("foil.bottom_layer", "The same where the beam leaves", {},
              FIELD(foil.bottom.formula)),
      numberKey("foil.bottom_layer_A", "Its thickness", kNotNegative,
                FIELD(foil.bottom.thickness_A)),
      numberKey("foil.bottom_layer_density_g_per_cm3", "Its density", kNotNegative,
                FIELD(foil.bottom.density_g_per_cm3)),
      numberKey("foil.vacuum_above_A", "Vacuum before the foil", kNotNegative,
                FIELD(foil.vacuumAbove_A)),
      numberKey("foil.vacuum_below_A", "Vacuum behind the foil", kNotNegative,
                FIELD(foil.vacuumBelow_A)),
      numberKey("foil.vacuum_around_A",
                "Vacuum on all four sides across the beam, of a periodic foil too", kNotNegative,
                FIELD(foil.vacuumAround_A)),
      numbersKey(
          "thermal.einstein_rms_A",
          "Root mean square displacement along one axis: one number for all atoms, or one "
          "for each element of the foil by ascending atomic number; empty adds none. Dynamics "
          "carry their thermal motion already",
          kNotNegative, FIELD(einstein.rms_A)),
      integerKey("thermal.configurations",
                 "Einstein configurations drawn from each snapshot and averaged over", {1, 100000},
                 FIELD(einstein.configurations)),
  };
}

#undef FIELD

}  // namespace glasscope::pipeline
