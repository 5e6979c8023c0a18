#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

// The demonstration's values are the defaults of a specialist for a 40 angstrom metallic glass: an
// aberration-corrected 200 kV probe for HAADF, and a nearly parallel one of half a nanometre, the
// size of a packing motif, for nanodiffraction (Hirata et al. 2011 used 3.3 mrad and 0.36 nm); an
// uncorrected 200 kV lens of Cs = 1 mm at Scherzer defocus, 1.2 sqrt(Cs lambda), for HRTEM.
Case::Case() {
  haadf.probe.semiangle_mrad = 25;
  haadf.detector = {"haadf", 60, 100};
  haadf.step_A = 0.85;
  microscope.method = multislice::WaveMethod::automatic;
  microscope.potentialOversampling = 0;  // as fine as it takes: docs/multislice.md
  nanodiffraction.probe.semiangle_mrad = 3;
  nanodiffraction.detector.max_angle_mrad = 40;
  nanodiffraction.step_A = 1.7;
  hrtem.imaging.aberrations.c30_A = 1e7;
  hrtem.imaging.aberrations.defocus_A = 600;
  hrtem.imaging.aperture_mrad = 20;
  hrtem.imaging.focalSpread_A = 40;
  hrtem.imaging.convergence_mrad = 0.2;
  hrtem.pattern.max_angle_mrad = 40;
  for (int angle = -70; angle <= 70; angle += 5) tiltSeries.tilts.angles_deg.push_back(angle);
  compare.descriptors = {"voronoi_volume_A3",
                         "free_volume_A3",
                         "local_density_per_A3",
                         "coordination",
                         "icosahedron",
                         "five_fold_fraction",
                         "q6_area_weighted",
                         "unlike_fraction",
                         "two_body_entropy",
                         "vibrational_u2_A2",
                         "flexibility_volume_A3",
                         "inherent_energy_eV",
                         "soft_mode_participation",
                         "local_shear_modulus_sphere_GPa"};
  compare.signals = {"virtual_bright_field", "virtual_dark_field", "first_ring_intensity",
                     "annular_variance",     "symmetry_2",         "symmetry_4",
                     "symmetry_6",           "symmetry_10",        "first_ring_position",
                     "com_magnitude"};
}

}  // namespace glasscope::pipeline
