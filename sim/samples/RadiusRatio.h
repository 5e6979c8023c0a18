#pragma once

namespace glasscope::sim {

/// Ratio of the radius of a solute to that of the solvent at which so many solvent spheres, all
/// touching it and their neighbours, just cover it: the centres of the shell lie in the middle of
/// regular polygons on its sphere, of five sides from 12 neighbours on, four from 6, three below
/// (Miracle, Sanders, Senkov, Phil. Mag. 83, 2409 (2003)). 0.902 for 12, 0.710 for 9. Neighbours
/// from 4 to 24.
double efficientRatio(int neighbours);

/// The number of neighbours, 4 to 24, whose efficient ratio is nearest.
int efficientNeighbours(double radiusRatio);

}  // namespace glasscope::sim
