#pragma once

#include <vector>

#include "core/maps/Map2.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// A ring of a diffraction pattern, averaged over azimuth and snapshots.
struct DiffractionRing {
  double k_invA = 0;               ///< mean frequency of its pixels, from the incident beam
  double intensity_per_invA2 = 0;  ///< fraction of the incident beam per area of reciprocal space
  double standardError = 0;        ///< of that, over snapshots; NaN for one
  long pixels = 0;                 ///< of the simulation
};

/// What a plane wave recorded, averaged over the snapshots.
struct HrtemResult {
  Grid grid;
  int slices = 0, snapshots = 0;
  double carriedAngle_mrad = 0;
  /// One image a defocus, as fractions of the incident intensity: vacuum is 1.
  std::vector<Map2> images;
  std::vector<Map2> standardErrors;  ///< over snapshots; NaN for one
  int patternPixels = 0;
  double pattern_invA = 0;  ///< pixel of the pattern
  /// [qx, qy], fraction of the incident beam in each pixel; the zero frequency at n/2.
  std::vector<float> pattern;
  /// Rings one pixel of the simulation wide; the first is the incident beam alone.
  std::vector<DiffractionRing> rings;
};

}  // namespace glasscope::multislice
