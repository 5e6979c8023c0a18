#include "pipeline/keys/MicroscopeKeys.h"

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

std::vector<CaseKey> microscopeKeys() {
  return {
      numberKey("microscope.voltage_kV", "Accelerating voltage", {1, 5000},
                FIELD(microscope.voltage_kV)),
      textKey("microscope.parametrisation", "Scattering factors", {"lobato", "kirkland", "peng"},
              FIELD(microscope.parametrisation)),
      numberKey("microscope.beam_tilt_x_mrad",
                "Inclination of the beam to the optic axis along x; detectors follow the beam",
                {-100, 100}, FIELD(microscope.beamTilt_mrad.x())),
      numberKey("microscope.beam_tilt_y_mrad", "The same along y", {-100, 100},
                FIELD(microscope.beamTilt_mrad.y())),
      numberKey("microscope.specimen_tilt_x_mrad",
                "Small tilt of the specimen: what lies deeper by dz is seen displaced along x by "
                "this angle times dz",
                {-100, 100}, FIELD(microscope.specimenTilt_mrad.x())),
      numberKey("microscope.specimen_tilt_y_mrad", "The same along y", {-100, 100},
                FIELD(microscope.specimenTilt_mrad.y())),
      textKey("microscope.projection",
              "Whether an atom counts wholly to the slice of its nucleus (infinite) or each slice "
              "holds the part of it that lies there (finite)",
              {"infinite", "finite"}, FIELD(microscope.projection)),
      integerKey("microscope.potential_oversampling",
                 "Potentials are exponentiated on a grid so many times as fine along each side as "
                 "that of the waves; 0 makes pixels of about 0.027 angstrom, 1 lets heavy atoms "
                 "scatter some per cent too strongly to the "
                 "largest angles",
                 {0, 8}, FIELD(microscope.potentialOversampling)),
      numberKey("microscope.slice_thickness_A", "Largest slice thickness", kPositive,
                FIELD(microscope.slice_thickness_A)),
      integerKey("microscope.slices",
                 "Number of equal slices instead of a thickness; 0 follows slice_thickness_A",
                 {0, 1000000}, FIELD(microscope.slices)),
      numberKey("microscope.max_angle_mrad",
                "Angle that the sampling must carry; 0 follows the detectors", kNotNegative,
                FIELD(microscope.max_angle_mrad)),
      integerKey("microscope.grid_points",
                 "Points of the wave along x and y instead of an angle; 0 follows max_angle_mrad",
                 {0, 16384}, FIELD(microscope.grid_points)),
      textKey("microscope.window",
              "Where a probe's wave lives: a window around it, where the foil is larger than the "
              "probe and what it scatters need, or always the whole foil (cell)",
              {"auto", "cell"}, FIELD(microscope.window)),
      numberKey("microscope.window_A",
                "Side of the window around each probe, instead; may exceed a periodic foil, which "
                "then repeats; 0 follows window",
                kNotNegative, FIELD(microscope.window_A)),
      textKey("microscope.method",
              "How scans are computed: probe by probe, from a scattering matrix of the whole cell, "
              "or by the cheaper of these two, which agree",
              {"auto", "multislice", "scattering_matrix"}, FIELD(microscope.method)),
      integerKey(
          "microscope.prism_interpolation",
          "Only every so many beams of the scattering matrix along x and y, probes cut out of "
          "as large a part of the cell (PRISM): faster, not exact; 1 is exact",
          {1, 64}, FIELD(microscope.prism_interpolation)),
      integerKey("microscope.partitions",
                 "Rings of parent beams that the others of the scattering matrix are interpolated "
                 "from: faster, not exact; 0 computes every beam",
                 {0, 64}, FIELD(microscope.partitions)),
      numberKey("microscope.potential_memory_GB",
                "Memory for potentials; what does not fit is built again", kPositive,
                FIELD(potentialMemory_GB)),
  };
}

#undef FIELD

}  // namespace glasscope::pipeline
