#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace glasscope::voronoi {

/// A per-atom field less its mean, in whole units of 1/4096 of its standard deviation: products of
/// whole numbers add up to the same over any division of the work, and the rounding is far below
/// what a finite sample leaves uncertain (1e-7 of the variance).
struct FieldLevels {
  static constexpr std::int32_t kUndefined = INT32_MIN;
  static constexpr double kPerDeviation = 4096;

  std::vector<std::int32_t> level;  ///< [atom] kUndefined where the field is not finite
};

/// `bySpecies` subtracts the mean of the species instead of that of all. A field without any spread
/// is zero everywhere.
FieldLevels fieldLevels(std::span<const double> values, std::span<const int> atomicNumbers,
                        bool bySpecies);

}  // namespace glasscope::voronoi
