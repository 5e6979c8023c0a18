#pragma once

#include <cstdint>
#include <filesystem>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Glass.h"

namespace glasscope::sim {

/// How thermal motion is given to somebody's single configuration.
struct ThermaliseSettings {
  std::uint64_t seed = 1;  ///< of the velocities
  double timestep_fs = 2;
  double temperature_K = 300;
  double equilibration_ps = 5;
  int snapshotCount = 16;
  double snapshotInterval_ps = 0.25;
  bool relaxBox = false;  ///< true: zero-pressure equilibration first, snapshots in its mean box
                          ///< (fully periodic boxes only); false: the box stays as it was given
  double pressure_bar = 0;
  double checkpointInterval_s = 30;

  void validate() const;  ///< throws Error(usage)
  std::int64_t totalSteps() const;
};

/// Thermal snapshots and the inherent structure of a given configuration (any triclinic box,
/// periodic or open directions). Same files, resumption and errors as meltQuench.
Glass thermalise(const Atoms& atoms, const ThermaliseSettings& settings, const Potential& potential,
                 const std::filesystem::path& workFolder);

/// What `potential` does to somebody's configuration to bring it to the minimum `inherent` (same
/// atoms, with the column inherent_energy_eV). All ranks call it.
Adoption adoptionOf(const Potential& potential, const Atoms& given, const Atoms& inherent);

}  // namespace glasscope::sim
