#pragma once

#include "multislice/optics/Aberrations.h"

namespace glasscope::multislice {

/// The illumination of a scan.
struct ProbeSettings {
  double semiangle_mrad = 25;
  double edge_mrad =
      0;  ///< width over which the aperture falls from 1 to 0 (raised cosine); 0: hard
  Aberrations aberrations;
};

}  // namespace glasscope::multislice
