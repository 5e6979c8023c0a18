#include "pipeline/case/Case.h"

#include <algorithm>

#include "core/system/Error.h"

namespace glasscope::pipeline {

// The demonstration's values are the defaults of a specialist for a 40 angstrom metallic glass: an
// aberration-corrected 200 kV probe for HAADF, and a nearly parallel one of half a nanometre, the
// size of a packing motif, for nanodiffraction (Hirata et al. 2011 used 3.3 mrad and 0.36 nm); an
// uncorrected 200 kV lens of Cs = 1 mm at Scherzer defocus, 1.2 sqrt(Cs lambda), for HRTEM.
ScanCase usualScan(const std::string& name, ScanRecord records) {
  const bool map = records == ScanRecord::map;
  ScanCase scan;
  scan.name = name;
  scan.records = records;
  scan.annular = {name, 60, 100};
  scan.pixelated.max_angle_mrad = 40;
  scan.probe.semiangle_mrad = map ? 25 : 3;
  scan.step_A = map ? 0.85 : 1.7;
  return scan;
}

ScanRecord usualRecord(const std::string& name) {
  return name == "nanodiffraction" ? ScanRecord::patterns : ScanRecord::map;
}

ImageCase usualImage(const std::string& name) {
  ImageCase image;
  image.name = name;
  image.imaging.aberrations.c30_A = 1e7;
  image.imaging.aberrations.defocus_A = 600;
  image.imaging.aperture_mrad = 20;
  image.imaging.focalSpread_A = 40;
  image.imaging.convergence_mrad = 0.2;
  image.pattern.max_angle_mrad = 40;
  return image;
}

const ScanCase* Case::findScan(std::string_view name) const {
  const auto found = std::find_if(scans.begin(), scans.end(),
                                  [&](const ScanCase& scan) { return scan.name == name; });
  return found == scans.end() ? nullptr : &*found;
}

ScanCase Case::firstScan(ScanRecord records) const {
  const auto found = std::find_if(scans.begin(), scans.end(),
                                  [&](const ScanCase& scan) { return scan.records == records; });
  return found == scans.end() ? usualScan("scan", records) : *found;
}

Case::Case() {
  for (const char* name : {"haadf", "nanodiffraction"})
    scans.push_back(usualScan(name, usualRecord(name)));
  images = {usualImage("hrtem")};
  images.front().enabled = false;
  microscope.method = multislice::WaveMethod::automatic;
  microscope.potentialOversampling = 0;  // as fine as it takes: docs/multislice.md
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
