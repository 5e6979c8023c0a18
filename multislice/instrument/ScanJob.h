#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/maps/Datacube.h"
#include "multislice/detectors/AnnularDetector.h"
#include "multislice/detectors/DetectorSettings.h"
#include "multislice/detectors/PixelatedDetector.h"
#include "multislice/instrument/ScanGrid.h"
#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/optics/ProbeSettings.h"
#include "multislice/potentials/SliceStack.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// A scan of a focused probe over one specimen, seen by any number of detectors at once.
struct ScanJob {
  std::string label = "scan";  ///< for progress and messages
  MicroscopeSettings microscope;
  ProbeSettings probe;
  ScanGrid scan;
  std::vector<AnnularDetector> annular;
  std::vector<DetectorSettings> detectors;  ///< more of them, of any kind
  std::optional<PixelatedDetector> pixelated;
  /// Depths at which the detectors record as well as at the exit; empty: the exit alone. The
  /// pixelated detector always records at the exit.
  std::vector<double> thicknesses_A;
  /// Transmission functions of all snapshots are kept in memory when they fit this; otherwise they
  /// are built again for every block of rows.
  double potential_memory_GB = 4;
  /// How many such scans of the specimen there will be, whose probes differ by aberrations alone
  /// and which therefore can share a scattering matrix: for the choice of the method.
  int foci = 1;
};

/// The largest angle at which a job's aperture lets electrons in or its detectors look.
double recordedAngle_mrad(const ScanJob& job);

/// The angle that the sampling of a job has to carry: what enters at one side of the aperture and
/// is recorded at the far edge of a detector on the other was scattered by both angles together,
/// and a transmission function without that frequency does not scatter it. At least 5 % more than
/// the largest angle recorded, so that the edge of a detector keeps away from the band limit.
double neededAngle_mrad(const ScanJob& job);

/// "" where the grid of a job carries what it needs; else a sentence that says how much is carried,
/// how much is needed, and why: max_angle_mrad or grid_points were chosen smaller.
std::string undersampling(const ScanJob& job, const Grid& grid);

/// The sampling of the whole foil, from a job's settings and the foil's extent.
Grid cellGridOf(const ScanJob& job, const Foil& foil);

/// The grid that the waves of a job live on: the window of a probe, or the whole foil.
Grid gridOf(const ScanJob& job, const Foil& foil);

/// The depths inside a foil at which a job's detectors record, ascending; that of the exit is left
/// out. Throws Error(usage) for one outside the foil, and for two that a tenth of an angstrom, to
/// which maps are named, does not tell apart.
std::vector<double> recordedDepths_A(const ScanJob& job, const Foil& foil);

/// How a job cuts one of its snapshots, foils like this one.
SliceStack sliceStackOf(const ScanJob& job, const Foil& foil, int snapshot, int snapshots);

/// The shape of the datacube that a job records ([rx, ry, 1, 1] without a pixelated detector), for
/// making its sink before the run.
DatacubeShape cubeShape(const ScanJob& job, const Foil& foil);

}  // namespace glasscope::multislice
