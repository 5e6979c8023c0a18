#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace glasscope::sim {

/// What the formats look at to know a file as theirs: its first lines, unpacked, without their line
/// feeds. Of an HDF5 file there are none.
struct FileHead {
  std::filesystem::path path;
  bool isHdf5 = false;
  std::vector<std::string> lines;  ///< at most kLines, none longer than LineReader takes

  static constexpr std::size_t kLines = 60;
  /// Throws Error(input) when the file cannot be read.
  static FileHead of(const std::filesystem::path& path);

  /// A line by its number from 0; "" behind the last.
  std::string_view line(std::size_t i) const;
};

/// True for a line that is one whole number and nothing else.
bool isCount(std::string_view line);
/// True when the line has at least `count` words, of which the first `count` are numbers.
bool beginsWithNumbers(std::string_view line, std::size_t count);

}  // namespace glasscope::sim
