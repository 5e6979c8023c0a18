#pragma once

#include <filesystem>

#include "compare/film/FilmComparison.h"

namespace glasscope::compare {

/// Where the comparison of a measured film lies.
struct FilmFiles {
  std::filesystem::path images;  ///< EMD 1.0: measured map, masks, the image of each method
  std::filesystem::path scores;  ///< JSON: how well each agrees, and the verdict
  std::filesystem::path rings;   ///< CSV: Fourier ring correlations

  /// Each written aside and renamed. Throws Error(environment).
  void write(const FilmComparison& film) const;
  /// Throws Error(input) on files that are damaged or were not written by this.
  FilmComparison read() const;
};

}  // namespace glasscope::compare
