#pragma once

#include <cstdint>
#include <vector>

#include "core/atoms/ColumnSink.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Tessellates the atoms and adds every per-atom descriptor as a column (replacing columns of the
/// same name); the order of the atoms is kept. Surface atoms get NaN where their cell enters. The
/// columns are those of the table of descriptors (DescriptorTable.h; docs/descriptors.md), and
/// worst_motif_by_<column> for every column that motifs are ranked by; the description of each
/// states its definition and convention. Throws Error(input) on atoms that cannot be tessellated,
/// Error(usage) on settings that cannot be.
StructureReport describe(Atoms& atoms, const StructureSettings& settings = {});

/// Atoms of a brick: large enough that its margin costs little, small enough that its cells take
/// some hundred megabytes.
inline constexpr std::int64_t kAtomsPerBrick = 65536;

/// The same for a sample whose cells and columns do not fit into memory: it is cut into bricks
/// (BrickPlan.h), whose columns go to `columns` one after the other. What comes out is bit for bit
/// what `describe` gives. To be called by all ranks with the same atoms: the bricks are shared out.
/// In memory are, besides the atoms: about 40 bytes an atom, and one brick.
StructureReport describeStreamed(const Atoms& atoms, const StructureSettings& settings,
                                 ColumnSink& columns, std::int64_t atomsPerBrick = kAtomsPerBrick);

/// The numbers of another sample (a frame, a replica) that compare with `reference.numbers`: the
/// settings, species, motifs and conventions are the reference's. Called by all ranks where its
/// settings say so. Throws as `describe`.
std::vector<SampleNumber> sampleNumbersOf(const Atoms& atoms, const StructureReport& reference);

/// Memory that `describe` takes at its peak, bytes; measured (docs/scaling.md).
double describeMemory_bytes(std::size_t atoms);

}  // namespace glasscope::voronoi
