#pragma once

#include <optional>
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

/// What it does to a configuration, which another potential or a measurement may have made, to be
/// moved by this one.
struct Adoption {
  double pressure_bar = 0;  ///< of the configuration as it was given, without thermal motion
  double energyShift_eV_per_atom = 0;  ///< by which it lies above the inherent structure
  double shift_A = 0;  ///< root mean square displacement from it to the inherent structure
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
  /// What somebody's configuration is in the potential that moved it; nothing for glass made here.
  std::optional<Adoption> adoption;
  std::string inputDeck;  ///< LAMMPS commands that repeat the protocol, also in the work folder
};

}  // namespace glasscope::sim
