#pragma once

#include <filesystem>
#include <vector>

namespace glasscope::sim {

/// What the header of an EAM table says ("setfl", pair styles eam/alloy and eam/fs of LAMMPS).
struct EamHeader {
  std::vector<int> elements;  ///< atomic numbers, in the order of the table
  double cutoff_A = 0;
};

/// Reads the header and counts and checks every number of the table, because LAMMPS ends the
/// process on a damaged one. Throws Error(input) naming the file, Error(environment) when it is not
/// there.
EamHeader checkEamFile(const std::filesystem::path& path, bool finnisSinclair);

}  // namespace glasscope::sim
