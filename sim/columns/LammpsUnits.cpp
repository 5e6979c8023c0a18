#include "sim/columns/LammpsUnits.h"

namespace glasscope::sim {

std::optional<UnitStyle> unitStyleOf(std::string_view word) {
  for (const auto& known : wordsOf(UnitStyle{}))
    if (known.text == word) return known.value;
  return std::nullopt;
}

std::optional<LammpsUnits> unitsOf(UnitStyle style) {
  switch (style) {
    case UnitStyle::metal:
      return LammpsUnits{};
    case UnitStyle::real:
      return LammpsUnits{1e-3, 1e3};  // fs, angstrom/fs
    case UnitStyle::lj:
    case UnitStyle::si:
    case UnitStyle::cgs:
    case UnitStyle::electron:
    case UnitStyle::micro:
    case UnitStyle::nano:
      break;
  }
  return std::nullopt;
}

}  // namespace glasscope::sim
