#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace glasscope {

/// The first points of Sobol's sequence with the direction numbers of Joe and Kuo (SIAM J. Sci.
/// Comput. 30, 2635 (2008)), `points[i][d]` of [0, 1): they fill a cube more evenly than random
/// ones do. The seed shifts all of them by its own number in each dimension, digit by digit (XOR),
/// which keeps how evenly they lie. A longer sequence begins with the shorter one. Throws
/// Error(usage) beyond kMostSobolDimensions.
std::vector<std::vector<double>> sobolPoints(std::size_t count, std::size_t dimensions,
                                             std::uint64_t seed);

inline constexpr std::size_t kMostSobolDimensions = 1000;

}  // namespace glasscope
