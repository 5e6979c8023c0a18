#pragma once

#include <span>

#include "multislice/convergence/SnapshotSpread.h"
#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// How many of these thermal configurations a scan has to average over, so that the standard error
/// of every signal that it records (SignalWatch), root mean square over positions, is at most
/// `standardError` of the signal: measured at six positions of the scan in eight configurations,
/// evenly chosen, or all that there are. The number needed is known to about 50 %, and may be more
/// than there are. Collective over ranks, the same on all of them and for any number of threads.
/// Throws Error(usage) for fewer than two configurations.
SnapshotSpread enoughSnapshots(const ScanJob& job, std::span<const Foil> configurations,
                               double standardError);

}  // namespace glasscope::multislice
