#pragma once

#include <filesystem>
#include <vector>

namespace glasscope::pipeline {

/// Positions of a scan from a text file: x and y in angstrom, separated by spaces, tabs or a comma,
/// one position a line; `#` begins a comment. Returns x and y of one after the other. Throws
/// Error(input) naming the line that cannot be understood, or for a file without positions.
std::vector<double> readPositions(const std::filesystem::path& file);

}  // namespace glasscope::pipeline
