#pragma once

#include "core/maps/Map2.h"

namespace glasscope::report {

struct DisplayMap {
  Map2 map;
  int binning = 1;  ///< block means of binning x binning pixels
};

/// Block-averages a map until no side is longer than `largest` pixels. NaN pixels do not count; a
/// block of nothing else stays NaN. Incomplete blocks at the far edges average what there is.
DisplayMap shrinkForDisplay(const Map2& map, int largest);

}  // namespace glasscope::report
