#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace glasscope::pipeline {

/// Tells a file from what takes its place under the same name: a file that is written aside and
/// renamed, as all results are, is another one even where its size, content and time are the same.
struct FileStamp {
  std::uint64_t device = 0, number = 0;  ///< of the file system, and of the file there
  std::int64_t modified_ns = 0;

  bool operator==(const FileStamp&) const = default;

  /// Nothing where there is no such file.
  static std::optional<FileStamp> of(const std::filesystem::path& file);
};

}  // namespace glasscope::pipeline
