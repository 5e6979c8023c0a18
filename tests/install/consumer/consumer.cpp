// A program outside of the tree, through the installed library alone: cells of a simple cubic
// crystal.
#include <cstdio>

#include "voronoi/cells/Tessellation.h"

int main() {
  glasscope::Atoms atoms;
  atoms.box = glasscope::Box::orthogonal(glasscope::Vec3(6, 6, 6));
  for (int i = 0; i < 27; ++i)
    atoms.add(29, {1.0 + 2 * (i % 3), 1.0 + 2 * (i / 3 % 3), 1.0 + 2 * (i / 9)});
  const auto cells = glasscope::voronoi::tessellate(atoms);
  std::printf("%zu cells, the first of %.6f cubic angstrom\n", cells.size(), cells.volume_A3[0]);
  return 0;
}
