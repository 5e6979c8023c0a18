#pragma once

#include <span>
#include <vector>

#include "voronoi/cells/Tessellation.h"

namespace glasscope::voronoi {

/// Mean of a field over every atom and its face neighbours. Undefined (NaN) neighbours do not
/// count; an undefined atom stays undefined.
std::vector<double> neighbourMean(const Tessellation& cells, std::span<const double> values);

}  // namespace glasscope::voronoi
