#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// Where type and position stand in the lines of a data file's section Atoms (LAMMPS manual,
/// "read_data"): told by the hint behind the section's name, else by the number of words.
struct DataAtomStyle {
  std::string name;
  std::size_t type = 1, x = 2;
  std::size_t words = 5;  ///< of an atom without image flags; 0 when a line may have any number

  /// The styles that a line may be of: one when the hint names it, and two where charge and
  /// molecule cannot be told apart by one line. Throws Error(input) when it is of none.
  static std::vector<DataAtomStyle> candidates(std::string_view hint,
                                               const std::vector<std::string_view>& words,
                                               const LineReader& at);
  /// Throws Error(input) unless the line is an atom with or without three image flags.
  void requireWords(const std::vector<std::string_view>& line, const LineReader& at) const;
};

}  // namespace glasscope::sim
