#pragma once

#include "core/Atoms.h"
#include "voronoi/CellSet.h"
#include "voronoi/SampleBonds.h"
#include "voronoi/StructureReport.h"

namespace glasscope::voronoi {

/// Adds what goes beyond counting faces: shapes of cells, further free volumes, bond-orientational
/// order and its averages, entropy, crystals, the network of icosahedra, and tetrahedral order (see
/// Describe.h for the names). Fills the report's summary of order. `report` must hold g(r) already.
void addOrderColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                     StructureReport& report);

}  // namespace glasscope::voronoi
