#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// The state of the whole sample at one time, instantaneous.
struct ThermoRow {
  std::string phase;  ///< the stage: "melt", "quench", "equilibrate", "snapshots", ...
  double time_ps = 0;
  double temperature_K = 0;
  double potentialEnergy_eV_per_atom = 0;
  double volume_A3_per_atom = 0;
  double pressure_bar = 0;
  double strain = 0;      ///< of the box since the stage began, where the stage strains it
  double stress_GPa = 0;  ///< along that strain, positive where the sample pulls back
};

/// What a sample was asked to be at the end of a step, and what it was: means over the second half
/// of its last stage, carried to the end of a ramp, with standard errors.
struct ReachedState {
  double time_ps = 0;
  double asked_K = 0, temperature_K = 0, temperatureError_K = 0;
  double pressure_bar = 0, pressureError_bar = 0;
  double potentialEnergy_eV_per_atom = 0, volume_A3_per_atom = 0;  ///< at the very end
  double strain = 0, stress_GPa = 0;                               ///< likewise, of the last stage
  double totalStrain = 0;  ///< along the same path, of all stages so far
  double stage_ps = 0;     ///< time of the stage that ended
};

/// The sample at the end of a step of its protocol.
struct KeptState {
  std::string name;
  Atoms atoms;  ///< with velocities; unwrapped against the start
  ReachedState reached;
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
  std::vector<KeptState> states;  ///< at the end of the steps of a protocol, in their order
  std::vector<ThermoRow> thermo;
  PotentialIdentity potential;
  std::string lammpsVersion;
  /// What somebody's configuration is in the potential that moved it; nothing for glass made here.
  std::optional<Adoption> adoption;
  std::string inputDeck;  ///< LAMMPS commands that repeat the protocol, also in the work folder
};

}  // namespace glasscope::sim
