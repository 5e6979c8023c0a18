#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/settings/Words.h"

namespace glasscope::sim {

/// The unit styles of LAMMPS (manual, "units").
enum class UnitStyle { metal, real, lj, si, cgs, electron, micro, nano };

constexpr auto wordsOf(UnitStyle) {
  return std::array{Word{UnitStyle::metal, "metal"}, Word{UnitStyle::real, "real"},
                    Word{UnitStyle::lj, "lj"},       Word{UnitStyle::si, "si"},
                    Word{UnitStyle::cgs, "cgs"},     Word{UnitStyle::electron, "electron"},
                    Word{UnitStyle::micro, "micro"}, Word{UnitStyle::nano, "nano"}};
}

/// Units of a style in which lengths are angstrom.
struct LammpsUnits {
  double time_ps = 1;   ///< one time unit in ps
  double velocity = 1;  ///< one velocity unit in angstrom/ps
};

/// The style of a word, or nothing for a word that LAMMPS does not know.
std::optional<UnitStyle> unitStyleOf(std::string_view word);

/// Nothing for a style in which lengths are not angstrom.
std::optional<LammpsUnits> unitsOf(UnitStyle style);

}  // namespace glasscope::sim
