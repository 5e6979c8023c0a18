#pragma once

#include <map>

#include "core/atoms/Atoms.h"
#include "sim/samples/SampleSettings.h"

namespace glasscope::sim {

/// A rotation drawn evenly among all, by its seed and number.
Mat3 randomRotation(std::uint64_t seed, std::uint64_t number);

/// A configuration with a ball of a crystal in its middle, turned at random, in place of the atoms
/// that were there and of those that would touch it. `radii_A` by atomic number: where two spheres
/// of these radii would overlap by a fifth of their distance, the atom of the glass goes. The
/// column `nanocrystal` is 1 for atoms of the crystal. Nothing is relaxed. Throws Error(usage)
/// where the ball does not fit into the box, or b2 is asked of one element.
Atoms withNanocrystal(const Atoms& glass, const SampleSettings& settings,
                      const std::map<int, double>& radii_A);

}  // namespace glasscope::sim
