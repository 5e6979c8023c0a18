#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

#include "sim/springs/Springs.h"

namespace glasscope::sim {

/// One number for each vector of a block.
template <class T>
using LaneSums = std::array<double, static_cast<std::size_t>(Block<T>::kLanes)>;

/// Scalar products, vector by vector, in double precision and index order: the same bits for any
/// number of threads.
template <class T>
LaneSums<T> dots(const Block<T>& one, const Block<T>& other);

/// Standard normal numbers: a function of seed, purpose, number of the vector (`firstVector` for
/// the first lane) and the id of the atom alone.
template <class T>
void fillNormal(Block<T>& block, const SpringAtoms& atoms, std::uint64_t seed,
                std::string_view purpose, std::uint64_t firstVector);

/// Runs body(firstRow, lastRow) over all rows of a block on the threads.
void eachRowChunk(std::size_t rows, const std::function<void(std::size_t, std::size_t)>& body);

}  // namespace glasscope::sim
