#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace glasscope::pipeline {

/// A lock on a file that dies with its process, so that a killed one leaves nothing to clean up.
/// The file stays.
class FileLock {
 public:
  /// Waits until nobody else has it; throws Error(interrupted) when a signal comes meanwhile, and
  /// Error(environment) where the file cannot be made or locked.
  static FileLock wait(const std::filesystem::path& file);

  /// A lock that is shared by all who give the same text. Throws Error(environment) where others
  /// hold it with another one: `what` is in use ("The data set '...'").
  static FileLock share(const std::filesystem::path& file, const std::string& text,
                        const std::string& what);

  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  FileLock& operator=(FileLock&&) = delete;

 private:
  explicit FileLock(const std::filesystem::path& file);
  bool take(int kind) const;

  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace glasscope::pipeline
