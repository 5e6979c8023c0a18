#pragma once

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/deformation/QuasiStatic.h"
#include "sim/deformation/StrainedSample.h"

namespace glasscope::sim {

/// Where a deformation stands: all that its next step depends on.
struct StrainProgress {
  QuasiStaticRun run;
  StrainedSample::State state;  ///< of the last row
  /// A plastic event is known to lie between the last row and this strain; infinite: none is.
  double suspect = std::numeric_limits<double>::infinity();
};

/// What an interrupted deformation leaves in its work folder: its state with all numbers to the
/// last bit (CBOR behind a checksum), and a file for each plastic event, written once. Rank 0
/// reads and writes; all ranks call every function.
class StrainCheckpoint {
 public:
  StrainCheckpoint(std::filesystem::path folder, std::string identity);

  /// What was saved last under the same identity, for the atoms in `like`; nothing when there is
  /// nothing, or when a byte of it is not what was written (with a warning).
  std::optional<StrainProgress> load(const Atoms& like);
  void save(const StrainProgress& progress);

 private:
  std::filesystem::path stateFile() const;
  std::filesystem::path eventFile(std::size_t index) const;

  std::filesystem::path folder_;
  std::string identity_;
  std::vector<std::string> eventHashes_;  ///< of the files of events on disk, by index; on rank 0
};

/// Removes what StrainCheckpoint left in a folder: for the caller who has stored the result.
void discardStrainCheckpoint(const std::filesystem::path& folder);

}  // namespace glasscope::sim
