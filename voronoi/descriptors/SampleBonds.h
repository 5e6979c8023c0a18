#pragma once

#include "voronoi/descriptors/CellSet.h"
#include "voronoi/order/BondOrder.h"

namespace glasscope::voronoi {

/// Bond-orientational order of a sample, computed once for all columns that rest on it; surface
/// atoms are undefined.
struct SampleBonds {
  struct Degree {
    BondHarmonics plain, area;  ///< faces equally weighted, and by area
    BondOrder ofPlain, ofArea;
  };
  Degree four, six;
};

SampleBonds sampleBonds(const CellSet& set);

}  // namespace glasscope::voronoi
