#pragma once

#include <vector>

#include "voronoi/cells/Tessellation.h"

namespace glasscope::voronoi {

/// How far every cell is from a ball. NaN for cells without volume.
struct CellShapes {
  /// S^3 / (36 pi V^2), the inverse of the isoperimetric quotient: 1 for a ball, 1.325 for the
  /// regular dodecahedron, 6 / pi = 1.910 for the cube (Ruocco, Sampoli and Vallauri, J. Chem.
  /// Phys. 96, 6167 (1992)).
  std::vector<double> asphericity;
  /// Smallest over largest eigenvalue of the Minkowski tensor W_1^(0,2), the integral of the outer
  /// product of the normal over the surface: 1 for all cubic and icosahedral shapes, less when the
  /// cell is stretched or flat (Schroeder-Turk et al., Adv. Mater. 23, 2535 (2011)).
  std::vector<double> isotropy;
};

/// Threaded; same bits always.
CellShapes cellShapes(const Tessellation& cells);

}  // namespace glasscope::voronoi
