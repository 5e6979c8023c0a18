#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// What a file says of one atom type: a name and a mass, either of which may be missing.
struct TypeFacts {
  int named = 0;    ///< element of its name, label or comment; 0 when that is none
  double mass = 0;  ///< g/mol; 0 when it is not told

  /// True when the mass is that of another element than the name's, or the one given. The mass 1
  /// says nothing.
  bool contradicts(int z) const;
};

/// The element of each type by what the file says, where the user said nothing: by names and masses
/// that agree, or by the one of the two that there is. Throws Error(usage) naming the
/// contradiction. Types of which nothing is known are absent from the result.
std::map<std::int64_t, int> elementsOf(const std::map<std::int64_t, TypeFacts>& facts,
                                       const std::string& file);

/// Warns where the names or the masses of a file are not those of the elements that the user gave.
void warnOfOtherElements(const std::map<std::int64_t, TypeFacts>& facts,
                         const std::map<std::int64_t, int>& given, const std::string& file);

/// Throws Error(usage) when the mass of an atom, in g/mol, is that of another element than `z`.
void requireMassOf(int z, double mass, const LineReader& at);

}  // namespace glasscope::sim
