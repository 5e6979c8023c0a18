#pragma once

#include <filesystem>
#include <memory>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// The file format of numpy (NEP 1, versions 1 to 3): one array of numbers, in either order of axes
/// and of bytes, and nothing about what it means.
bool isNpy(const std::filesystem::path& path);
/// Throws Error(input) for a damaged head, complex numbers, records and objects of Python.
std::unique_ptr<MeasuredFile> openNpy(const std::filesystem::path& path);

}  // namespace glasscope::compare
