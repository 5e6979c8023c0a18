#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "compare/diffraction/Reductions.h"
#include "compare/film/FilmComparison.h"
#include "compare/statistics/AssociationTable.h"
#include "core/maps/Findings.h"

namespace glasscope::compare {

/// Everything that a comparison found: the content of comparison.h5.
struct ComparisonFile {
  std::vector<Map2> truths;   ///< descriptors projected at the resolution of the probe
  std::vector<Map2> signals;  ///< images and reductions on the same grid
  AssociationTable table;
  std::vector<Findings> findings;  ///< curves and numbers of each scan, by their names
  /// Mean pattern and ranges of the 4-D scan; its maps are among `signals`, its curves and numbers
  /// among `findings`.
  std::optional<Reductions> reductions;
  std::optional<FilmComparison> film;
  std::string provenance;  ///< JSON text

  /// Written aside and renamed. Throws Error(environment).
  void write(const std::filesystem::path& path) const;
  /// Throws Error(input) on a file that is damaged or not a comparison.
  static ComparisonFile read(const std::filesystem::path& path);
};

}  // namespace glasscope::compare
