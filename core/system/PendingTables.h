#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace glasscope {

/// Tables of one result that appear together: each is written aside, and all get their names at the
/// end, when nothing can want for room any more. What belongs to them and is written in its own way
/// (an EMD file) is written in between: where it fails, there is no table either.
class PendingTables {
 public:
  PendingTables() = default;
  PendingTables(const PendingTables&) = delete;
  PendingTables& operator=(const PendingTables&) = delete;
  /// Takes back what was not committed.
  ~PendingTables();

  /// Writes `content` aside, for a place where nothing is, or a file that begins with its first
  /// line. Throws Error(usage) for other files, Error(environment) where it cannot be written.
  void add(const std::filesystem::path& path, std::string_view content);
  /// Gives all of them their names. Throws Error(environment).
  void commit();

 private:
  std::vector<std::filesystem::path> paths_;
};

}  // namespace glasscope
