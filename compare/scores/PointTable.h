#pragma once

#include <filesystem>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::compare {

/// Places on a map from a table with columns x_pixel,y_pixel (from 0) or x_A,y_A, whose lengths are
/// divided by `pixel_A`; in pixels. Throws Error(input) where neither pair of columns is named and
/// for whatever core/formats/TextTable.h refuses.
std::vector<Vec2> readPointTable(const std::filesystem::path& path, const Vec2& pixel_A);

}  // namespace glasscope::compare
