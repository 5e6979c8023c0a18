#pragma once

#include <span>

#include "multislice/convergence/SnapshotSpread.h"
#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// How many of these thermal configurations a scan has to average over, so that the standard error
/// of every signal that it records (SignalWatch), root mean square over positions, is at most
/// `standardError` of the signal. Measured at six positions of the scan: in eight configurations,
/// spread over all of them, then in as many more as those say, until what was measured is enough
/// (or there are no more, or not half as many as it takes). So the number needed stands on as many
/// configurations as it asks for, and is known to 50 % where eight do, to 20 % where forty do.
/// Collective over ranks, the same on all of them and for any number of threads. Throws
/// Error(usage) for fewer than two configurations.
SnapshotSpread enoughSnapshots(const ScanJob& job, std::span<const Foil> configurations,
                               double standardError);

}  // namespace glasscope::multislice
