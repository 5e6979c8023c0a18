#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "compare/diffraction/Reductions.h"
#include "core/maps/Findings.h"

namespace glasscope::compare {

/// What a comparison took from the signal of one scan: signals/<scan>/reductions.h5, EMD 1.0, each
/// map, pattern and curve an array that py4DSTEM and HyperSpy open.
struct ReductionsFile {
  std::vector<Map2> signals;  ///< that were compared, on the raster of the scan
  Findings findings;          ///< curves and numbers of the whole scan
  /// Mean pattern and ranges of a 4-D scan; the rest of it is among the others.
  std::optional<Reductions> reductions;

  /// Written aside and renamed. Throws Error(environment).
  void write(const std::filesystem::path& path) const;
  /// Throws Error(input) on a file that is damaged or was not written by this.
  static ReductionsFile read(const std::filesystem::path& path);
};

}  // namespace glasscope::compare
