#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::multislice {

/// The share of one site in an interpolated value.
struct NeighbourWeight {
  std::size_t site;
  double weight;
};

/// Natural-neighbour coordinates of a point among sites in the plane (R. Sibson, Math. Proc. Camb.
/// Phil. Soc. 87, 151 (1980)): the cell that the point would have in the Voronoi diagram of the
/// sites takes area from its neighbours, and the weight of each is its share of that area. Weights
/// are positive, add up to one, and reproduce linear functions inside the convex hull of the sites.
///
/// Cells are cut from a square around all sites, so that points outside the hull get weights too
/// (which do not reproduce linear functions there). A point on a site has that site alone. In the
/// order of the sites.
std::vector<NeighbourWeight> naturalNeighbours(std::span<const Vec2> sites, const Vec2& point);

}  // namespace glasscope::multislice
