#pragma once

#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Tessellates the atoms and adds every static descriptor as a column (replacing columns of the
/// same name); the order of the atoms is kept. Surface atoms (open boxes) get NaN where their cell
/// enters.
///
/// Columns: voronoi_volume_A3, free_volume_A3, local_density_per_A3, coordination,
/// coordination_<element>, unlike_fraction, n3 ... n7, three_ ... seven_fold_fraction,
/// kasper_motif (Z of the Kasper polyhedron, 0 for none), icosahedron, excess_disclinations,
/// unfavoured, surface; voronoi_surface_A2, asphericity, cell_isotropy, free_volume_hard_core_A3,
/// free_volume_local_A3; for l = 4, 6: q, w, q_area_weighted, w_area_weighted, q_averaged,
/// w_averaged, q_averaged_area_weighted; disorder_variable, two_body_entropy,
/// two_body_entropy_averaged, coherent_bond_share, crystal_grain,
/// icosahedron_{vertex,edge,face,interpenetrating}_links, icosahedron_shells, icosahedron_cluster;
/// in networks of four neighbours tetrahedrality, bonds, low_density_cluster, high_density_cluster;
/// worst_motif_by_<column> for every column that motifs are ranked by.
/// The description of each states its definition and convention. Throws Error(input) on atoms that
/// cannot be tessellated, Error(usage) on settings that cannot be.
StructureReport describe(Atoms& atoms, const StructureSettings& settings = {});

}  // namespace glasscope::voronoi
