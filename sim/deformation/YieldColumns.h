#pragma once

#include <string>
#include <vector>

#include "sim/deformation/QuasiStatic.h"

namespace glasscope::sim {

/// The minimum without strain with the columns
///  - d2min_A2, d2min_mean_A2, local_shear_strain: between it and the last minimum of the run
///    (NonAffineMotion.h);
///  - first_event_d2min_A2: D2min across the first plastic event;
///  - events_d2min_A2: the sum over all events, each from the minimum before it.
/// The last two are left out where nothing yielded.
Atoms withYieldColumns(const QuasiStaticRun& run, const QuasiStaticSettings& settings);

/// The names of the columns that say where a sample yields, of all atoms above.
const std::vector<std::string>& yieldColumnNames();

/// Those of them that a sample has and that descriptors are ranked against, what yields first
/// first.
std::vector<std::string> yieldTargets(const Columns& columns);

/// The names of all other columns, what is known of the sample at rest; standard errors left out.
std::vector<std::string> columnsAtRest(const Columns& columns);

/// Tables with a header: strain, stress_GPa, energy_eV_per_atom, force_norm_eV_per_A; and one line
/// an event, its place in the frame of the sample without strain.
std::string stressStrainCsv(const QuasiStaticRun& run);
std::string plasticEventsCsv(const QuasiStaticRun& run);

}  // namespace glasscope::sim
