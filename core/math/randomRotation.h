#pragma once

#include "core/math/Random.h"
#include "core/math/Vec.h"

namespace glasscope {

/// A rotation, even over all of them: a unit quaternion (Shoemake, Graphics Gems III, 124 (1992)).
Mat3 randomRotation(Random& random);

}  // namespace glasscope
