#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace glasscope {

/// 128-bit XXH3 of bytes, as 32 hexadecimal digits: identity of inputs and of stages (no defence
/// against an adversary).
std::string hashBytes(std::string_view bytes);

/// The same of a file's content, read in blocks. Throws Error(input) when it cannot be read.
std::string hashFile(const std::filesystem::path& path);

}  // namespace glasscope
