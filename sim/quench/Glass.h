#pragma once

#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// The state of the whole sample at one time, instantaneous.
struct ThermoRow {
  std::string phase;  ///< "melt", "quench", "equilibrate", "snapshots"
  double time_ps = 0;
  double temperature_K = 0;
  double potentialEnergy_eV_per_atom = 0;
  double volume_A3_per_atom = 0;
  double pressure_bar = 0;
};

/// A configuration with its thermal motion, however it was come by.
struct Glass {
  std::vector<Atoms>
      snapshots;   ///< sorted by id; unwrapped against the first; drift removed; velocities
  Atoms inherent;  ///< energy minimum below the first snapshot, in the same box, with the
                   ///< column inherent_energy_eV; unwrapped against the first snapshot
  std::vector<ThermoRow> thermo;
  PotentialIdentity potential;
  std::string lammpsVersion;
  std::string inputDeck;  ///< LAMMPS commands that repeat the protocol, also in the work folder
};

}  // namespace glasscope::sim
