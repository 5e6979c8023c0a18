#pragma once

#include <filesystem>
#include <memory>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// Detectors of Dectris (Arina): a master file whose patterns lie in data files beside it, one
/// after the other. Data files are read only from the folder of the master. The scan control's
/// file, where it lies there too (test_00.h5 beside test_00_master.h5), tells rows, columns and
/// voltage.
bool isArina(const std::filesystem::path& path);
/// Throws Error(input) where a data file is absent, elsewhere, or of another shape.
std::unique_ptr<MeasuredFile> openArina(const std::filesystem::path& path);

}  // namespace glasscope::compare
