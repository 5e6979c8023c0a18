#pragma once

#include "voronoi/BondOrder.h"
#include "voronoi/CellSet.h"

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
