#pragma once

#include <filesystem>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// Throws Error(capacity) when so many numbers of a file do not fit into the memory that is
/// available as doubles: heads may announce what no disk holds, and holes of a file cost nothing
/// until they are read.
void requireMemory(const std::filesystem::path& file, const MeasuredFile::Shape& numbers);

}  // namespace glasscope::compare
