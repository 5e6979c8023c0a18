#pragma once

#include <string>
#include <vector>

#include "voronoi/motifs/VoronoiIndex.h"

namespace glasscope::voronoi {

/// A named polyhedron, for centres of one element or of all.
struct Motif {
  std::string name;
  VoronoiIndex index;
  int centre = 0;  ///< atomic number, 0 for any
};

/// The Kasper polyhedra Z8 to Z16 with the fewest disclinations: Z8 <0,4,4,0>, Z9 <0,3,6,0>,
/// Z10 <0,2,8,0>, Z11 <0,2,8,1>, Z12 <0,0,12,0>, Z13 <0,1,10,2>, Z14 to Z16 <0,0,12,2..4>
/// (Frank and Kasper, Acta Cryst. 11, 184 (1958), for Z12 and Z14 to Z16; the others as Sheng et
/// al., Nature 439, 419 (2006), use them).
const std::vector<Motif>& kasperMotifs();

/// Coordination number of the Kasper polyhedron with this index (8 to 16), or 0 when it is none.
int kasperNumber(const VoronoiIndex& index);

/// "Z12 icosahedron", "Z10", ..., or "" for an index that is no Kasper polyhedron.
std::string kasperName(const VoronoiIndex& index);

/// How far a cell is from the Kasper polyhedron of its coordination number: disclinations (faces
/// weighted by |5 - edges|) beyond the |12 - faces| that Euler's rule demands. 0 for Z8 to Z10,
/// Z12, Z14 to Z16; 2 for Z11 and Z13, where no cell has fewer; 4 for <0,2,8,2>. Even for simple
/// cells. After the picture of Nelson, Phys. Rev. B 28, 5515 (1983): five-edged faces (bonds shared
/// by five tetrahedra) are free of frustration, all others carry disclination lines.
int excessDisclinations(const VoronoiIndex& index);

/// The full icosahedron <0,0,12,0>: twelve faces of five edges.
bool isIcosahedron(const VoronoiIndex& index);

/// The motif that a text names: "<0,2,8,1>", for centres of every element, or "Cu <0,2,8,1>". The
/// numbers count faces with three, four, ... edges. Throws Error(usage).
Motif motifOf(const std::string& text);

/// True when the table names this index for this centre.
bool inTable(const std::vector<Motif>& table, const VoronoiIndex& index, int centre);

}  // namespace glasscope::voronoi
