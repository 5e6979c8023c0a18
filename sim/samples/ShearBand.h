#pragma once

#include <filesystem>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"
#include "sim/samples/SampleSettings.h"

namespace glasscope::sim {

/// A glass with a shear band that was made on purpose: a slab of `size_A` in the middle of the box,
/// across `axis`, is sheared by `bandStrain` and the rest is moved with it as it is, in steps of
/// 0.02 of strain with a minimum of the energy after each (athermal, quasi-static). The box leans
/// by the displacement of its two sides, less whole edges, so that there is no other boundary in
/// it. The column `shear_band` is 1 for atoms that lie in the slab at the end, and 0 elsewhere.
/// Atoms keep ids; velocities and other columns go. Interruptible. `folder` takes LAMMPS' log;
/// empty: none. Throws Error(usage) where the box is open along the axis or the shear, or the slab
/// is not thinner than half of it.
Atoms withShearBand(const Potential& potential, const Atoms& glass, const SampleSettings& settings,
                    const std::filesystem::path& folder = {});

}  // namespace glasscope::sim
