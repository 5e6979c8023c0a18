#pragma once

#include <string>

#include "multislice/detectors/PixelatedDetector.h"
#include "multislice/optics/HrtemSettings.h"
#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// A plane wave through one specimen: images and the diffraction pattern.
struct HrtemJob {
  std::string label = "hrtem";
  MicroscopeSettings microscope;
  HrtemSettings imaging;
  PixelatedDetector pattern;
};

/// The grid of a job: what the microscope's settings ask for, else 5 % beyond the corner-free reach
/// of the pattern, and not less than 1.5 times the objective aperture.
Grid gridOf(const HrtemJob& job, const Foil& foil);

/// The job with the oversampling of its potentials settled by its grid where it is automatic.
HrtemJob settled(HrtemJob job, const Foil& foil);

/// Memory that a settled job takes on a grid and one rank, whatever the thickness and the number of
/// snapshots.
double memory_bytes(const HrtemJob& job, const Grid& grid);

}  // namespace glasscope::multislice
