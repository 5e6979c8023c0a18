#pragma once

#include <array>
#include <vector>

#include "core/atoms/Box.h"

namespace glasscope {

/// A cell as other programs write it: edges in any order, direction and handedness. A zero edge is
/// an open direction of which the file gives no extent.
struct CellEdges {
  Mat3 matrix = Mat3::Zero();  ///< columns a, b, c; angstrom
  Vec3 origin = Vec3::Zero();
  std::array<bool, 3> periodic{true, true, true};

  bool empty() const { return matrix.isZero(0); }
};

/// Empty space that is left on either side of the atoms along a direction without extent, angstrom.
inline constexpr double kOpenMargin_A = 5;

/// The cell with edges that a Box takes: the same lattice, the same region, the same atoms. Edges
/// that are right-handed and point along +x, +y and +z are left as they are; of any others the
/// order and the directions are chosen that come nearest to that. An open direction with a zero
/// edge gets one, perpendicular to the others, that holds all `positions` and kOpenMargin_A on
/// either side. Throws Error(input) when edges are not finite, span no volume, or when a periodic
/// direction has no edge.
Box boxOf(const CellEdges& cell, const std::vector<Vec3>& positions);

/// The same for a box, whose order of edges some users of it care about.
Box withStandardEdges(const Box& box);

/// Whether the edges are that already: right-handed, and each with a part along its own axis that
/// is more than what rounding leaves of a quarter turn.
bool hasStandardEdges(const Mat3& edges);

/// `box` with the edges of the same lattice that are nearest to those of `reference`. LAMMPS
/// replaces a tilted cell by an equivalent one when the tilt becomes large ("flip"), and fractions
/// of the two must not be compared. A box of another lattice is returned as it is.
Box inBasisOf(const Box& box, const Box& reference);

}  // namespace glasscope
