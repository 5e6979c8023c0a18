#pragma once

#include <string>
#include <vector>

#include "compare/diffraction/FluctuationCurves.h"
#include "core/maps/Datacube.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// What to take from a 4-D scan. Reciprocal lengths are 1/d in 1/angstrom. A range of zero width
/// means: find it (see `reduce`).
struct ReductionSettings {
  double brightField_invA = 0;  ///< radius of the virtual bright-field disc; 0: half maximum of the
                                ///< mean central disc
  double ringInner_invA = 0;    ///< first diffuse ring; 0, 0: maximum of the mean profile outside
  double ringOuter_invA = 0;    ///< the central disc, from half height to half height
  double darkInner_invA = 0;    ///< virtual annular dark field; 0, 0: from the outer edge of the
  double darkOuter_invA = 0;    ///< first ring to the largest full circle
  int maxSymmetry = 12;         ///< highest n of the angular power P_n
  int azimuthBins = 180;        ///< samples of the azimuth on a ring
  double counts = 0;            ///< electrons a pattern, for the shot-noise correction; 0: none
};

/// What a 4-D scan, measured or simulated, shows: maps over the scan, and means over it.
struct Reductions {
  /// virtual_bright_field, virtual_dark_field, first_ring_intensity, com_x, com_y, com_magnitude,
  /// annular_variance (over azimuth of the first ring, normalised: the map behind V_r),
  /// symmetry_n for n = 2..maxSymmetry (P_n of the first ring), first_ring_position,
  /// first_ring_exx, first_ring_eyy, first_ring_exy (real-space strain, relative to the mean ring).
  std::vector<Map2> maps;
  Array2<double> meanPattern;  ///< [qx, qy], zero frequency at n/2
  double qStep_invA = 0;
  std::vector<double> profileK_invA, profile;  ///< azimuthal mean of the mean pattern
  FluctuationCurves fluctuation;
  std::vector<double> symmetryPower;  ///< mean over the scan of P_n, index n (0 and 1 included)
  ReductionSettings used;             ///< with every range that was found filled in
};

/// One pass over the patterns, twice when ranges have to be found. Throws Error(usage) when a range
/// lies outside the recorded patterns (naming the largest that would do), Error(input) on
/// non-finite or on all-zero intensities.
Reductions reduce(const Datacube& cube, const ReductionSettings& settings = {});

}  // namespace glasscope::compare
