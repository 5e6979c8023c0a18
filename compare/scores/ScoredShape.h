#pragma once

#include <vector>

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// Throws Error(usage) where an answer has not the pixels of the truths, or where there are none.
void requireShape(const std::vector<Map2>& truths, const Map2& answer);

}  // namespace glasscope::compare
