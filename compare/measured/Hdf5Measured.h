#pragma once

#include <filesystem>
#include <memory>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// HDF5 in any of the layouts of compare/measured/Hdf5Layouts.h. Throws Error(input) when the file
/// is damaged or holds no array.
std::unique_ptr<MeasuredFile> openHdf5Measured(const std::filesystem::path& path);

}  // namespace glasscope::compare
