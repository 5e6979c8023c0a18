#pragma once

#include <filesystem>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// The same potential, evaluated faster. LAMMPS' own EAM code is faster than the KIM interface to
/// the same tables; where a KIM model exposes its tables, they are written as a LAMMPS table
/// (setfl) into the work folder of this run, never anywhere else, and the copy is taken only when
/// its energy and every force on `probe` (rattled) agree with the KIM model's to 1e-10 of the
/// energy and of the largest force. Otherwise, and for every potential that is no such model,
/// `potential` itself is returned.
Potential fastestForm(const Potential& potential, const Atoms& probe,
                      const std::filesystem::path& workFolder);

}  // namespace glasscope::sim
