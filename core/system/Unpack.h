#pragma once

#include <filesystem>
#include <istream>
#include <memory>

namespace glasscope {

/// The content of a file as a stream, unpacked when it is gzip, bzip2, xz or zstd: known by its
/// first bytes, not by its name. Reading throws Error(input) on a stream that is damaged or cut
/// short, and on one that grows out of all proportion (some kilobytes that unpack to terabytes).
std::unique_ptr<std::istream> unpack(const std::filesystem::path& path);

}  // namespace glasscope
