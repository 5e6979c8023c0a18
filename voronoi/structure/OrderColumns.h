#pragma once

#include "core/atoms/Atoms.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/descriptors/SampleBonds.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Adds what goes beyond counting faces: shapes of cells, further free volumes, bond-orientational
/// order and its averages, entropy, crystals, the network of icosahedra, and tetrahedral order (see
/// Describe.h for the names). Fills the report's summary of order. `report` must hold g(r) already.
void addOrderColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                     StructureReport& report);

}  // namespace glasscope::voronoi
