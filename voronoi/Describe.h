#pragma once

#include "voronoi/StructureReport.h"

namespace glasscope::voronoi {

/// Tessellates the atoms and adds every static descriptor as a column (replacing columns of the
/// same name); the order of the atoms is kept. Surface atoms (open boxes) get NaN where their cell
/// enters.
///
/// Columns: voronoi_volume_A3, free_volume_A3, local_density_per_A3, coordination, n3 ... n7,
/// kasper_motif (Z of the Kasper polyhedron, 0 for none), icosahedron, unfavoured,
/// five_fold_fraction, q4, q6, w6, q6_area_weighted, unlike_fraction, two_body_entropy, surface.
/// The description of each states its definition and convention. Throws Error(input) on atoms that
/// cannot be tessellated, Error(usage) on settings that cannot be.
StructureReport describe(Atoms& atoms, const StructureSettings& settings = {});

}  // namespace glasscope::voronoi
