#pragma once

#include <optional>

#include "core/atoms/Atoms.h"
#include "sim/elasticity/StressFluctuations.h"
#include "sim/elasticity/ThermalModuliSettings.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/UnitCheckpoint.h"

namespace glasscope::sim {

/// The elastic tensor of a sample at a temperature, by the fluctuations of its stress in Langevin's
/// dynamics in its box (StressFluctuations.h): the third route beside linear response and strained
/// minima, and the one that knows that the sample is hot. Velocities and the thermostat's random
/// numbers follow from the seed; each block begins with LAMMPS anew from the last positions and
/// velocities, so that a run that was killed goes on with the same bits. For one rank (LoneRank.h):
/// LAMMPS draws the thermostat's numbers rank by rank. Nothing for a potential without analytic
/// second derivatives. Throws Error(usage) for a box that is open or has vacuum, and for settings;
/// Error(interrupted).
std::optional<FluctuationModuli> thermalModuli(const Potential& potential, const Atoms& sample,
                                               const ThermalModuliSettings& settings,
                                               const UnitCheckpoint& done = {});

/// Steps of dynamics that it takes.
double dynamicsSteps(const ThermalModuliSettings& settings);

}  // namespace glasscope::sim
