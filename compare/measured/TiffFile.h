#pragma once

#include <filesystem>
#include <memory>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// The libtiff door: TIFF and BigTIFF of one number a pixel (integers of 8 to 64 bits, floating
/// point), in strips or tiles, compressed or not. Pages of one size are frames. The pixel is told
/// only by ImageJ's description ("unit=micron"): the dots per inch of other files mean paper.
bool isTiff(const std::filesystem::path& path);
/// Throws Error(input) for colours, for pages of several sizes and for damaged files.
std::unique_ptr<MeasuredFile> openTiff(const std::filesystem::path& path);

}  // namespace glasscope::compare
