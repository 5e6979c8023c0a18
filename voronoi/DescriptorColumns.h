#pragma once

#include "core/Atoms.h"
#include "voronoi/CellSet.h"
#include "voronoi/SampleBonds.h"

namespace glasscope::voronoi {

/// Adds every static descriptor to the atoms' columns (see Describe.h for the names), in atom
/// order; columns of the same name are replaced.
void addDescriptorColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                          const StructureSettings& settings);

}  // namespace glasscope::voronoi
