#pragma once

#include <filesystem>
#include <functional>

#include "core/atoms/Atoms.h"
#include "sim/lammps/Sample.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/ProtocolStage.h"

namespace glasscope::sim {

/// Takes all motion out of what LAMMPS holds and lowers its energy to the nearest minimum: in its
/// box, or (`relax`) in one of the same shape under `pressure_bar`. Afterwards thermo() tells of
/// the minimum. Warns where forces or pressure stay above what was asked for. Interruptible.
void descend(Sample& sample, StageAction action, double pressure_bar);

/// What a relaxed box is left with at most: a bulk modulus of 120 GPa, that of a metallic glass,
/// makes it of 1e-5 of the volume.
inline constexpr double kPressureLeft_bar = 12;

/// Calls `round`, which relaxes a box a little farther and returns by how much its pressure is off,
/// until that is kPressureLeft_bar or less, at most 20 times. Returns what was left in the end.
double relaxByRounds(const std::function<double()>& round);

/// The nearest minimum of the energy of a configuration in a potential, in a box under
/// `pressure_bar`; with its columns, and without motion. Says how much energy it lost. LAMMPS' log
/// goes to the folder.
Atoms relaxed(const Potential& potential, const Atoms& atoms, double pressure_bar,
              const std::filesystem::path& folder);

}  // namespace glasscope::sim
