#pragma once

#include "voronoi/cells/BrickPlan.h"
#include "voronoi/cells/SampleFrame.h"
#include "voronoi/cells/Tessellation.h"

namespace glasscope::voronoi {

/// A brick of a sample with its cells. All arrays are those of the piece: owned atoms, the
/// ghosts of the margin, and ghosts further out, which have no cells.
struct BrickCells {
  Piece piece;
  Atoms atoms;
  Tessellation cells;
};

/// The cells of a brick and of the margin around it, bit for bit those of the undivided sample. The
/// ghosts further out are as wide as the cells turn out to need: a cell that may reach beyond them
/// is done again with twice their width, up to the whole sample.
/// `reach_A` is how far the atoms of the piece must go at least.
BrickCells cellsOfBrick(const Atoms& sample, std::span<const double> radii_A,
                        const SampleFrame& frame, const BrickPlan& plan, std::size_t brick,
                        double margin_A, double reach_A = 0);

}  // namespace glasscope::voronoi
