#pragma once

#include <filesystem>
#include <vector>

#include "compare/measured/ImportSettings.h"
#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// The array that is meant. Throws Error(usage), with a list, when it is not clear which one.
std::size_t chooseArray(const MeasuredFile& file, const std::filesystem::path& path,
                        const std::string& dataset);

/// What each axis runs over: as given, as the file says, or by the units of the last two (lengths:
/// an image; reciprocal lengths and angles: patterns). Of two axes of an image the first in the
/// file is x. Throws Error(usage) when it is not told.
std::vector<AxisRole> rolesOf(const MeasuredArray& array, const std::filesystem::path& path,
                              const std::vector<AxisRole>& given);

}  // namespace glasscope::compare
