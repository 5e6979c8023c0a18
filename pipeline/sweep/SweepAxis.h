#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/settings/BoundFields.h"
#include "pipeline/case/Case.h"
#include "pipeline/sweep/AxisValues.h"

namespace glasscope::pipeline {

/// The key of a configuration that is brought: its values are files.
inline constexpr const char* kConfigurationKey = "configuration.file";

/// One [[axis]] of a sweep: a key of the case and the values that it takes.
struct SweepAxis {
  std::string key;  ///< its full path: "scan.haadf.defocus_A"
  std::string zip;  ///< axes of the same name go together; empty: alone
  FieldType type = FieldType::number;
  // Where the values come from: one of these.
  std::vector<FieldValue> values;
  std::string files;  ///< a pattern: "glasses/*.dump.gz"
  std::optional<AxisRange> range;
  std::optional<AxisRandom> random;
  std::optional<AxisSobol> sobol;

  std::string where() const { return "The axis over " + key; }
  /// How many values there are, before any is made. Throws Error(usage) for what gives none.
  std::int64_t size() const;
};

/// An axis as a file gives it, of a key that the case has. Files are sought in `folder`. Throws
/// Error(usage): an unknown key with the nearest one, a key that a sweep cannot vary, no source of
/// values or several, numbers for a text; Error(input) for a pattern that matches nothing.
SweepAxis axisOf(const FieldValue& entry, std::size_t index, const Case& base,
                 const std::filesystem::path& folder);

/// The values of an axis; those of axes with Sobol points come from `points`, a number of [0, 1)
/// for each. Throws Error(usage) for a value that is there twice.
std::vector<FieldValue> valuesOfAxis(const SweepAxis& axis, std::uint64_t seed,
                                     const std::vector<double>& points);

}  // namespace glasscope::pipeline
