#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::voronoi {

/// Number density around every atom, 1/angstrom^3: how many atoms lie within `length_A` (itself
/// included, images counted) over the sum of their cell volumes. Atoms marked in `skip` have no
/// volume: they do not count, and get NaN. Threaded; same bits always.
/// Throws Error(usage) when the length is not positive.
std::vector<double> localDensity(const Atoms& atoms, std::span<const double> volume_A3,
                                 double length_A, std::span<const std::uint8_t> skip);

/// Distance from every atom to the nearest marked one (images count), or `limit_A` when there is
/// none within it; 0 for marked atoms.
std::vector<double> distanceToMarked(const Atoms& atoms, std::span<const std::uint8_t> marked,
                                     double limit_A);

}  // namespace glasscope::voronoi
