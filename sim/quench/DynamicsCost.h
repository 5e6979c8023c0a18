#pragma once

namespace glasscope::sim {

/// Memory that dynamics of so many atoms take over all ranks, with the snapshots that are kept:
/// LAMMPS (neighbour lists, ghosts, states of the minimiser) takes most, and every snapshot is held
/// as positions, species and ids, and once more while it is written. Measured: 5 kB an atom for
/// 4,000 atoms and 16 snapshots.
double dynamicsMemory_bytes(double atoms, int snapshots);

/// Time of so many steps on so many ranks, measured with the Mendelev 2009 model through KIM: 107 /
/// 1.44 steps/s for 4,000 atoms on one rank, 1.73 times that on two (docs/physics.md). An estimate,
/// not a promise.
double dynamicsTime_s(double atoms, double steps, int ranks);

}  // namespace glasscope::sim
