#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/maps/Map2.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// What a scan recorded in its detectors, as fractions of the incident beam, averaged over
/// the snapshots. Complete on every rank.
struct ScanResult {
  /// Where the waves were computed: around a probe, or in the whole foil.
  struct Window {
    Grid grid;
    bool wholeCell = true;
    double carriedAngle_mrad = 0;
    double neededAngle_mrad = 0;  ///< by aperture and detectors (ScanJob.h)
    /// Fraction of a probe's intensity at the edge of the window at the exit, over the positions
    /// that ScanInstrument::looksAtEdge picks (of the first snapshot).
    double edgeIntensityMean = 0, edgeIntensityMax = 0;
  };
  struct Method {
    std::string label{};  ///< as ScanMethod::label gives it
    /// Of the scattering matrix against multislice, at a few positions: root mean square deviation
    /// of intensities in rings, relative; NaN for multislice.
    double error = std::numeric_limits<double>::quiet_NaN();
    double ns_per_pixel_slice_probe = 0;  ///< measured, of one thread (0 when all rows were done)
  };

  Window window;
  int slices = 0;
  int snapshots = 0;
  /// Detector by detector, within it thickness by thickness; the exit last, under the detector's
  /// name, the others as "haadf_at_20.0A".
  std::vector<Map2> signals{};
  /// Standard error of the mean over snapshots, same order; NaN for a single snapshot.
  std::vector<Map2> standardErrors{};
  Method method{};
};

}  // namespace glasscope::multislice
