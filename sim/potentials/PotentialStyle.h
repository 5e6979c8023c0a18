#pragma once

#include <array>

#include "core/settings/Words.h"

namespace glasscope::sim {

/// Who evaluates a potential: the KIM API, or a pair style of LAMMPS that reads EAM tables or takes
/// the numbers of a pair potential.
enum class PotentialStyle { kim, eamAlloy, eamFinnisSinclair, lennardJones };
constexpr auto wordsOf(PotentialStyle) {
  return std::array{Word{PotentialStyle::kim, "kim"}, Word{PotentialStyle::eamAlloy, "eam/alloy"},
                    Word{PotentialStyle::eamFinnisSinclair, "eam/fs"},
                    Word{PotentialStyle::lennardJones, "lj/cut"}};
}

}  // namespace glasscope::sim
