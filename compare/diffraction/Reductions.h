#pragma once

#include <vector>

#include "compare/diffraction/PatternGeometry.h"
#include "compare/diffraction/ReductionSettings.h"
#include "core/maps/Curves.h"
#include "core/maps/Datacube.h"
#include "core/maps/Map2.h"
#include "core/maps/Quantity.h"

namespace glasscope::compare {

/// What a 4-D scan, measured or simulated, shows: the maps, curves and numbers of every row of
/// patternSignals(), in that order.
struct Reductions {
  /// Over the scan: virtual_bright_field, virtual_dark_field, first_ring_intensity, com_x, com_y,
  /// com_magnitude, annular_variance (over azimuth of the first ring, normalised: the map behind
  /// V_r), symmetry_n for n = 2..maxSymmetry (P_n of the first ring), first_ring_position,
  /// first_ring_exx, first_ring_eyy, first_ring_exy (real-space strain, relative to the mean ring).
  std::vector<Map2> maps;
  std::vector<Curves> curves;     ///< of the whole scan, with errors
  std::vector<Quantity> numbers;  ///< of the whole scan, with errors
  Array2<double> meanPattern;     ///< [qx, qy], zero frequency at n/2
  double qStep_invA = 0;
  ReductionSettings used;  ///< with every range that was found filled in
};

/// The reductions of one of several 4-D scans.
struct ScanReductions {
  std::string scan;  ///< its name
  Reductions reductions;
};

/// Reads the patterns twice: for the mean pattern, in which ranges are found, and for the signals.
/// Throws Error(usage) when a range lies outside the recorded patterns (naming the largest that
/// would do), Error(input) on non-finite or on all-zero intensities.
Reductions reduce(const Datacube& cube, const ReductionSettings& settings = {},
                  const PatternGeometry& geometry = {});

}  // namespace glasscope::compare
