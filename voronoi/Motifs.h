#pragma once

#include <string>
#include <vector>

#include "voronoi/VoronoiIndex.h"

namespace glasscope::voronoi {

/// A named polyhedron, for centres of one element or of all.
struct Motif {
  std::string name;
  VoronoiIndex index;
  int centre = 0;  ///< atomic number, 0 for any
};

/// The Kasper polyhedra Z8 to Z16 with the fewest disclinations: Z8 <0,4,4,0>, Z9 <0,3,6,0>,
/// Z10 <0,2,8,0>, Z11 <0,2,8,1>, Z12 <0,0,12,0>, Z13 <0,1,10,2>, Z14 to Z16 <0,0,12,2..4>
/// (Frank and Kasper, Acta Cryst. 11, 184 (1958); Doye and Wales, J. Chem. Phys. 105, 8428 (1996)).
const std::vector<Motif>& kasperMotifs();

/// Coordination number of the Kasper polyhedron with this index (8 to 16), or 0 when it is none.
int kasperNumber(const VoronoiIndex& index);

/// The full icosahedron <0,0,12,0>: twelve faces of five edges.
bool isIcosahedron(const VoronoiIndex& index);

/// True when the table names this index for this centre.
bool inTable(const std::vector<Motif>& table, const VoronoiIndex& index, int centre);

}  // namespace glasscope::voronoi
