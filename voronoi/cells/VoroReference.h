#pragma once

#include "core/atoms/Atoms.h"

namespace glasscope::voronoi {

/// Volume of all cells as bare Voro++ computes it in one container of its own, asked for
/// neighbours, face orders and areas as well: an independent check, and the limit that the
/// benchmark compares with. Orthogonal, fully periodic boxes alone; throws Error(usage) otherwise.
double bareVoroVolume(const Atoms& atoms);

}  // namespace glasscope::voronoi
