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

/// The angle that the sampling of a job has to carry: 5 % beyond the corner-free reach of the
/// pattern; the diameter of the objective aperture, by which electrons are scattered from one side
/// of it to the other; and the far side of the aperture as an inclined beam sees it.
double neededAngle_mrad(const HrtemJob& job);

/// The grid of a job: what the microscope's settings ask for, else what carries neededAngle_mrad.
Grid gridOf(const HrtemJob& job, const Foil& foil);

/// The job with the oversampling of its potentials settled by its grid where it is automatic.
HrtemJob settled(HrtemJob job, const Foil& foil);

/// Memory that a settled job takes on a grid and one rank, whatever the thickness and the number of
/// snapshots.
double memory_bytes(const HrtemJob& job, const Grid& grid);

}  // namespace glasscope::multislice
