#pragma once

#include <cstdint>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// Whole numbers of atoms that add up to `count`, by largest remainder.
std::vector<int> wholeCounts(const std::vector<double>& fractions, int count);

/// The element of every atom: so many of each, one element after the other.
std::vector<int> occupantsOf(const std::vector<int>& elements, const std::vector<int>& counts);

/// Elements at random on the sites of a cubic fcc crystal (surplus sites left empty at random),
/// each moved a little off its site: the start of a melt. A function of the seed alone.
Atoms randomCrystal(const std::vector<int>& elements, const std::vector<int>& counts,
                    std::uint64_t seed, double volume_A3_per_atom);

/// The volume per atom at which that crystal has its lowest energy, to a few percent, found by
/// trying.
double restingVolume_A3(const Potential& potential, const Atoms& crystal);

/// The same configuration at another volume.
Atoms scaledTo(const Atoms& atoms, double volume_A3_per_atom);

}  // namespace glasscope::sim
