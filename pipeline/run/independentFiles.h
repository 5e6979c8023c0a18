#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace glasscope::pipeline {

/// Throws Error(input) for a file with a hole, which would be hashed for hours before a reader
/// refuses it. Holes of HDF5 are blocks that nobody wrote, and allowed.
void requireContent(const std::filesystem::path& file);

/// Throws Error(usage), naming the key, where two of the files hold the same bytes: the same sample
/// twice says nothing of how samples differ.
void requireDifferent(const std::vector<std::string>& files, const std::string& key);

}  // namespace glasscope::pipeline
