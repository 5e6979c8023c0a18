#pragma once

#include <string>

#include "voronoi/structure/StructureSeries.h"

namespace glasscope::voronoi {

/// One line a frame (or replica), one column a quantity; units are in the JSON.
std::string structureSeriesCsv(const StructureSeries& series);

/// The same with units, mean and standard error of every quantity.
std::string structureSeriesJson(const StructureSeries& series);

}  // namespace glasscope::voronoi
