#pragma once

#include <span>

#include "multislice/plane_wave/HrtemJob.h"
#include "multislice/plane_wave/HrtemResult.h"

namespace glasscope::multislice {

/// Sends a plane wave through every snapshot (foils of one size) and records images through the
/// objective lens and the diffraction pattern without it; intensities are averaged over snapshots.
/// The object plane of defocus 0 is the lower face of the foil. Collective over ranks: each takes
/// snapshots, and the result is complete on all of them, with the same bits for any number of
/// threads and ranks. Throws Error(usage) for settings that make no sense, Error(capacity) for
/// angles that the sampling does not carry or memory that is not there.
HrtemResult runHrtem(const HrtemJob& asked, std::span<const Foil> snapshots);

}  // namespace glasscope::multislice
