#pragma once

#include "multislice/instrument/ScanJob.h"
#include "multislice/scan/Calibration.h"

namespace glasscope::multislice {

/// Nanoseconds of one thread that building all slices takes which a scan needs: once for all
/// positions where they are kept in memory, else for each tile.
double potentialCost_ns(const ScanJob& job, const Foil& foil, int snapshots,
                        const Calibration& speed);

}  // namespace glasscope::multislice
