#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/springs/Springs.h"
#include "sim/vibrations/BlockSums.h"

namespace glasscope::sim {

/// A block of normal deviates, the same for a seed.
template <class T>
Block<T> randomBlock(const Springs<T>& springs, std::uint64_t seed) {
  Block<T> block(springs.rows());
  fillNormal(block, springs.atoms(), seed, "test", 0);
  return block;
}

/// H x.
template <class T>
Block<T> product(const Springs<T>& springs, const Block<T>& x) {
  Block<T> y(springs.rows());
  springs.apply(x, y, nullptr, 1, 0, 0);
  return y;
}

/// Where springs keep an atom of their input.
inline std::size_t placeOf(const SpringAtoms& atoms, std::size_t input) {
  return static_cast<std::size_t>(
      std::find(atoms.input.begin(), atoms.input.end(), static_cast<std::int32_t>(input)) -
      atoms.input.begin());
}

}  // namespace glasscope::sim
