#pragma once

#include <string>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::sim {

/// Warns where coordinates that should be fractions of the edges are spread over several cells, as
/// lengths in angstrom are: wrapped into the cell they would be a gas of the right density.
void warnOfLengths(const std::vector<Vec3>& fractions, const std::string& file);

}  // namespace glasscope::sim
