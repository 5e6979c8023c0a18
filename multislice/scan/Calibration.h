#pragma once

#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// Speed of this machine, measured in a fraction of a second.
struct Calibration {
  double product_ns = 0;  ///< of a row, beam and probe of a scattering matrix's product, one thread
  double ns_per_pixel_slice_probe = 0;  ///< of one thread, while all threads are busy
  double potential_ns_per_pixel = 0;    ///< projecting a slice, for each species
  double potential_ns_per_atom = 0;     ///< beside that
  double slice_ns_per_pixel = 0;        ///< transmission function of an empty slice

  /// Steps waves through one slice of this grid on all threads, for about `budget_s`.
  static Calibration measure(const Grid& grid, double budget_s = 0.3);
};

}  // namespace glasscope::multislice
