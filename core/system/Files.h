#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

namespace glasscope {

/// The name under which `finalPath` is written before it is complete ("x.h5" -> "x.h5.partial").
std::filesystem::path partialPath(const std::filesystem::path& finalPath);

/// Throws Error(usage) when something other than a regular file stands at a place that is to be
/// written: renaming a file over a device, a pipe or a folder would put an end to it.
void requireReplaceable(const std::filesystem::path& finalPath);

/// Flushes the written-aside file to disk and renames it over `finalPath`, so that a file under its
/// final name is always whole. Throws Error(environment).
void commitFile(const std::filesystem::path& finalPath);

/// Writes a whole text or binary file aside and renames it. Throws Error(environment) on a folder
/// that cannot be written or a full disk; then nothing is left behind.
void writeFileAtomically(const std::filesystem::path& finalPath, std::string_view content);

/// The same for content that is streamed: `writer` gets an ostream whose failures throw.
void writeStreamAtomically(const std::filesystem::path& finalPath,
                           const std::function<void(std::ostream&)>& writer);

/// Throws Error(input) unless there is a regular file, or a link to one: a device never ends, and a
/// pipe can be read only once.
void requireRegularFile(const std::filesystem::path& path);

/// Throws Error(input) when a stretch of the file was never written, as an interrupted copy leaves
/// it: no text has one, and a terabyte of nothing takes hours to read. Nothing is said of what is
/// no regular file, or where the file system does not tell.
void requireNoHole(const std::filesystem::path& path);

/// The content of a file that fits into the memory, of at most two gigabytes, else Error(input).
std::string readFile(const std::filesystem::path& path);

/// Opens a regular text file for reading, unpacking gzip, bzip2, xz and zstd
/// (core/system/Unpack.h), behind the mark of byte order that some editors write first. Throws
/// Error(input), for a file with a hole too.
std::unique_ptr<std::istream> openText(const std::filesystem::path& path);

/// std::getline that throws Error(input) for a line of more than a megabyte, which no text has.
bool readLine(std::istream& in, std::string& line, const std::filesystem::path& path);

/// Creates the folder and proves that it can be written. Throws Error(environment).
void ensureWritableFolder(const std::filesystem::path& folder);

}  // namespace glasscope
