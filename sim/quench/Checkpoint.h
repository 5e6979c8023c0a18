#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/quench/Glass.h"

namespace glasscope::sim {

/// Where a protocol stands.
struct ProtocolPosition {
  std::size_t stage = 0;
  std::int64_t done = 0;        ///< steps of that stage
  std::int64_t stageStart = 0;  ///< LAMMPS step at which the stage began
  std::int64_t total = 0;       ///< steps of all stages
  int frames = 0;               ///< snapshots taken
  std::vector<ThermoRow> thermo;
};

/// What an interrupted protocol leaves in its work folder: a LAMMPS restart file, the snapshots so
/// far, and a ledger (JSON) that names them. The ledger is written last and atomically, so that it
/// never points to half a file, and carries checksums of itself and of all that it names. The
/// checkpoint before the last one is kept with a ledger of its own: what a disk may do to one file
/// costs the time between two checkpoints, and not the run.
/// Collective: all ranks call every function.
class Checkpoint {
 public:
  Checkpoint(std::filesystem::path folder, std::string identity);

  /// The position of the last checkpoint of the same identity that can be used, which is the one
  /// before where the last is incomplete or damaged; nothing when neither can be. Every byte
  /// (ledger, restart file, snapshots) is held against the checksums that were taken when it was
  /// written, and a warning names what does not fit.
  std::optional<ProtocolPosition> load();
  std::filesystem::path restartFile() const { return restart_; }

  /// `writeRestart` makes LAMMPS write to the path it is given.
  void save(const ProtocolPosition& position,
            const std::function<void(const std::filesystem::path&)>& writeRestart);

  void saveFrame(int index, const Atoms& frame);
  /// Positions, velocities and box of a saved snapshot; the rest as in `like`.
  Atoms loadFrame(int index, const Atoms& like) const;

 private:
  std::filesystem::path ledger() const;
  std::filesystem::path ledgerBefore() const;
  std::filesystem::path framePath(int index) const;
  std::string trustworthyLedger(const std::filesystem::path& ledger) const;
  std::string lastTrustworthyLedger() const;
  void removeOtherRestarts(const std::string& one, const std::string& other) const;

  std::filesystem::path folder_;
  std::string identity_;
  std::filesystem::path restart_;
  std::vector<std::string> frameHashes_;  ///< of the snapshots on disk, by index; on rank 0
  std::string saved_;  ///< content of the last ledger that was written or trusted; on rank 0
};

/// Removes what Checkpoint left in a folder: for the caller who has stored the result.
void discardCheckpoint(const std::filesystem::path& folder);

}  // namespace glasscope::sim
