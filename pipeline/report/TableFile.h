#pragma once

#include <filesystem>
#include <vector>

namespace glasscope::pipeline {

/// The rows of a table of numbers (CSV) without its header. Throws Error(input) on anything else.
std::vector<std::vector<double>> numbersIn(const std::filesystem::path& file);

}  // namespace glasscope::pipeline
