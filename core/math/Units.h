#pragma once

#include <optional>
#include <string_view>

namespace glasscope {

/// What a unit measures, and in what this program has it.
enum class Dimension {
  length,            ///< angstrom
  reciprocalLength,  ///< 1/angstrom
  time,              ///< ps
  velocity           ///< angstrom/ps
};

/// The factor that brings numbers of a unit, as other programs write it, into ours: "nm", "A^-1",
/// "1/nm", "bohr", "nanometer", "nm ps-1", "angstrom/fs". Nothing when the unit is not known, is
/// none ("pixels", "") or measures something else.
std::optional<double> unitFactor(std::string_view unit, Dimension dimension);

}  // namespace glasscope
