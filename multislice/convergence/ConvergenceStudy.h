#pragma once

#include <span>

#include "multislice/convergence/ConvergenceReport.h"
#include "multislice/convergence/ConvergenceSettings.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/plane_wave/HrtemJob.h"

namespace glasscope::multislice {

/// Measures how converged a scan is in its sampling, slices, window and, where it uses them, its
/// interpolation and the number of its thermal configurations: a few of its positions are computed
/// with finer settings, one setting at a time (ConvergenceLadders), on the first of the snapshots.
///
/// Says on the log what it will cost before it starts, and drops the dearest levels, naming them,
/// when all would exceed the budget or one does not fit into memory. Collective over ranks; the
/// values of a level have the same bits for any number of threads and ranks (which levels fit a
/// budget depends on the machine). Stops with Error(interrupted) after an interrupt. Throws
/// Error(usage) for settings that make no sense, and what the scan itself would throw.
ConvergenceReport measureConvergence(const ScanJob& job, std::span<const Foil> snapshots,
                                     const ConvergenceSettings& settings);

/// The same of plane-wave images and diffraction, of the whole foil: sampling, slices and the
/// oversampling of potentials (ImageSubject). `settings.positions` does not count.
ConvergenceReport measureConvergence(const HrtemJob& job, std::span<const Foil> snapshots,
                                     const ConvergenceSettings& settings);

}  // namespace glasscope::multislice
