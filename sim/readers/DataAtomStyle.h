#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/readers/LineReader.h"

namespace glasscope::sim {

/// Where type and position stand in the lines of a data file's section Atoms (LAMMPS manual,
/// "read_data"): told by the hint behind the section's name, else by the number of words.
struct DataAtomStyle {
  std::string name;
  std::size_t type = 1, x = 2;

  static DataAtomStyle find(std::string_view hint, const std::vector<std::string_view>& words,
                            const LineReader& at);
  void requireWords(const std::vector<std::string_view>& words, const LineReader& at) const;
};

}  // namespace glasscope::sim
