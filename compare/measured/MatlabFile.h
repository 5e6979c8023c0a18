#pragma once

#include <filesystem>
#include <memory>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// The matio door: real numeric arrays of MATLAB files, version 5 (7.3 is HDF5). Axes keep MATLAB's
/// order, rows first; a file tells nothing about them. A variable is read as a whole when it is
/// first asked for: the format ends at 2 GiB for each.
bool isMatlab(const std::filesystem::path& path);
/// Throws Error(input) for a damaged file and one without numbers.
std::unique_ptr<MeasuredFile> openMatlab(const std::filesystem::path& path);

}  // namespace glasscope::compare
