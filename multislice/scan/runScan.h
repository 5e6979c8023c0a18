#pragma once

#include <span>

#include "core/system/Progress.h"
#include "multislice/instrument/RowSink.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/scan/ScanResult.h"
#include "multislice/scattering_matrix/MatrixStore.h"

namespace glasscope::multislice {

/// Runs a scan over every snapshot (foils of the same extent, one a thermal configuration),
/// averages incoherently, hands finished rows to `sink` (may be null when there is no pixelated
/// detector). Collective over ranks: rows are shared out, rank 0 writes. The same bits for any
/// number of threads and ranks. Stops at the next safe point after an interrupt
/// (Error(interrupted)). Throws Error(usage) for foils that differ in extent, a scan outside the
/// foil, or a pixelated detector without a sink; Error(capacity) for angles that the sampling does
/// not carry. Scans of the same snapshots that differ by the aberrations of their probes alone
/// share their scattering matrices through `store`. A scan that is a part of longer work advances
/// the `progress` of that, by one a position and snapshot over all ranks, and shows none of its
/// own.
ScanResult runScan(const ScanJob& asked, std::span<const Foil> snapshots, RowSink* sink = nullptr,
                   MatrixStore* store = nullptr, Progress* progress = nullptr);

}  // namespace glasscope::multislice
