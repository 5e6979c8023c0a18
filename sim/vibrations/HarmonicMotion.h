#pragma once

#include <optional>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"
#include "sim/vibrations/SoftSpots.h"

namespace glasscope::sim {

/// Configurations of a sample that vibrates harmonically about its energy minimum `minimum`, as
/// quantum oscillators at settings.temperature_K: u = m^-1/2 sqrt(f(H)) z with f the mean square of
/// an oscillator and z normal deviates, so that each atom has its own Debye-Waller factor (the
/// column harmonic_u2_quantum_A2) and neighbours move together as the phonons make them. Modes
/// below 2.5 widths of the soft window count as if they were there, as in that column. Nothing
/// where springs would take too many force calls. A configuration depends on the seed, its number
/// and the atoms' ids alone, not on how many are drawn. All ranks call it, and all have the result.
/// Throws as addSoftSpots.
std::optional<std::vector<Atoms>> harmonicSnapshots(const Potential& potential,
                                                    const Atoms& minimum,
                                                    const SoftSpotSettings& settings, int count);

}  // namespace glasscope::sim
