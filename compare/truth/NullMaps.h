#pragma once

#include <cstdint>
#include <vector>

#include "compare/truth/TruthMap.h"

namespace glasscope::compare {

/// Maps that look like a descriptor's and know nothing of it, made by the same projection: what an
/// association means is what it is beyond these.
enum class NullKind {
  uncorrelatedAtoms,   ///< the atoms, with their values, at random places of the foil
  shuffledSpecies,     ///< fraction of the last species, species shuffled among the sites
  shuffledField,       ///< values shuffled among the atoms of each species
  thicknessOnly,       ///< atoms per area
  compositionOnly,     ///< every atom has the mean value of its species
  independentReplica,  ///< the descriptor of another sample, on the same grid
};

/// "uncorrelated_atoms", ...
const char* nullName(NullKind kind);

/// All six of one column, in the order above, named null_<kind>. Species cannot be shuffled where
/// there is one, and there is no replica where `replica` is null; these are then missing. The
/// replica must have the column.
std::vector<Map2> nullMaps(const TruthMap& truth, const Atoms& atoms, const Column& column,
                           const Atoms* replica, std::uint64_t seed);

}  // namespace glasscope::compare
