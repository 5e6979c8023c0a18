#pragma once

#include <cstdint>

#include "core/atoms/ColumnScratch.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Atoms of a brick: large enough that its margin costs little, small enough that its cells take
/// some hundred megabytes.
inline constexpr std::int64_t kAtomsPerBrick = 65536;

/// `describe` for a sample whose cells and columns do not fit into memory: the atoms are cut into
/// bricks (BrickPlan.h), the columns of every brick go to `columns`, and the tables of the sample
/// are counted brick by brick. What comes out is bit for bit what `describe` gives; columns and
/// tables that take all cells at once are left out (see docs/scaling.md). To be called by all ranks
/// with the same atoms: the bricks are shared out. In memory are, besides the atoms: about 25 bytes
/// an atom, and one brick.
StructureReport describeStreamed(const Atoms& atoms, const StructureSettings& settings,
                                 ColumnScratch& columns,
                                 std::int64_t atomsPerBrick = kAtomsPerBrick);

/// Memory that `describe` takes at its peak, bytes; measured (docs/scaling.md).
double describeMemory_bytes(std::size_t atoms);

}  // namespace glasscope::voronoi
