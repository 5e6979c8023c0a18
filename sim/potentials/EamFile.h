#pragma once

#include <filesystem>
#include <vector>

namespace glasscope::sim {

/// What the header of an EAM table says ("setfl", pair styles eam/alloy and eam/fs of LAMMPS).
struct EamHeader {
  std::vector<int> elements;  ///< atomic numbers, in the order of the table
  double cutoff_A = 0;
};

/// The functions of an EAM model, tabulated at equal steps from zero.
struct EamData {
  std::vector<int> elements;  ///< atomic numbers
  double cutoff_A = 0, deltaRho = 0, deltaR_A = 0;
  std::vector<std::vector<double>> embedding_eV;  ///< [element][density]
  /// [of * n + at][distance]: what an atom `of` adds to the density of an atom `at`; of a model of
  /// the alloy kind the same for every `at`.
  std::vector<std::vector<double>> density;
  std::vector<std::vector<double>> rPhi_eV_A;  ///< r phi(r), [one * n + other][distance]
};

/// Reads every number of a table. Throws Error(input) naming the file, Error(environment) when it
/// is not there.
EamData readEamFile(const std::filesystem::path& path, bool finnisSinclair);

/// The same without keeping the numbers: because LAMMPS ends the process on a damaged table.
EamHeader checkEamFile(const std::filesystem::path& path, bool finnisSinclair);

}  // namespace glasscope::sim
