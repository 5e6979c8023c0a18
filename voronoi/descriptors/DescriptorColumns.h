#pragma once

#include "core/atoms/Atoms.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/descriptors/SampleBonds.h"

namespace glasscope::voronoi {

/// Adds every static descriptor to the atoms' columns (see Describe.h for the names), in atom
/// order; columns of the same name are replaced.
void addDescriptorColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                          const StructureSettings& settings);

}  // namespace glasscope::voronoi
