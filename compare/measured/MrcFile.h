#pragma once

#include <filesystem>
#include <memory>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// Image stacks in the MRC2014 format (Cheng et al., J. Struct. Biol. 192, 146 (2015)) of modes 0,
/// 1, 2, 6 and 12, in either byte order. Columns are x, which is what core/formats/Mrc.h writes. A
/// cell of size zero, or a negative one, tells no pixel.
bool isMrc(const std::filesystem::path& path);
/// Throws Error(input) for other modes and for a file that is not as long as its head says.
std::unique_ptr<MeasuredFile> openMrc(const std::filesystem::path& path);

}  // namespace glasscope::compare
