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

/// Flushes the written-aside file to disk and renames it over `finalPath`, so that a file under its
/// final name is always whole. Throws Error(environment).
void commitFile(const std::filesystem::path& finalPath);

/// Writes a whole text or binary file aside and renames it. Throws Error(environment) on a folder
/// that cannot be written or a full disk; then nothing is left behind.
void writeFileAtomically(const std::filesystem::path& finalPath, std::string_view content);

/// The same for content that is streamed: `writer` gets an ostream whose failures throw.
void writeStreamAtomically(const std::filesystem::path& finalPath,
                           const std::function<void(std::ostream&)>& writer);

std::string readFile(const std::filesystem::path& path);

/// Opens a text file for reading, unpacking gzip (known by its first bytes, not by its name).
/// Reading a truncated or damaged gzip stream throws Error(input).
std::unique_ptr<std::istream> openText(const std::filesystem::path& path);

/// Creates the folder and proves that it can be written. Throws Error(environment).
void ensureWritableFolder(const std::filesystem::path& folder);

}  // namespace glasscope
