#pragma once

#include <filesystem>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::compare {

/// Places on a map from a table with columns x_pixel,y_pixel (from 0) or x_A,y_A, whose lengths are
/// divided by `pixel_A`; in pixels. Lines that are empty or begin with # count for nothing. Throws
/// Error(input) where a line lacks a column or holds no number, and where there is no point at all.
std::vector<Vec2> readPointTable(const std::filesystem::path& path, const Vec2& pixel_A);

}  // namespace glasscope::compare
