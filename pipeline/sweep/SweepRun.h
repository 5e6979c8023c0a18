#pragma once

#include <filesystem>
#include <string>

#include "pipeline/sweep/Sweep.h"

namespace glasscope::pipeline {

/// One of so many programs that make a data set together.
struct SweepPart {
  int number = 1, of = 1;

  /// "2/8". Throws Error(usage).
  static SweepPart parse(const std::string& text);
};

/// What a program left when it ended.
struct SweepOutcome {
  std::size_t samples = 0;  ///< of the whole set
  std::size_t failed = 0;   ///< of these
  std::size_t pending = 0;  ///< left to other parts
  bool finished() const { return pending == 0; }
};

/// Makes a data set, or a part of it. Work that several samples rest on is done once and kept below
/// `work`; a killed program goes on where it stopped. Samples that cannot be made are noted and do
/// not stop the others; what would end all of them (a full disk, a signal) is thrown. Whoever makes
/// the last sample of a shard writes that shard, and whoever makes the last of the set its
/// manifest, so the same bytes come out however it is divided. Collective: each rank takes a part
/// of the part; the outcome comes back on rank 0 alone. `quiet`: no progress.
SweepOutcome runSweep(const Sweep& sweep, const std::filesystem::path& folder,
                      const std::filesystem::path& work, const SweepPart& part, bool quiet);

}  // namespace glasscope::pipeline
