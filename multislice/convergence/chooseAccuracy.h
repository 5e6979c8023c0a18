#pragma once

#include <span>

#include "multislice/convergence/AccuracyChoice.h"
#include "multislice/convergence/AccuracySettings.h"
#include "multislice/convergence/ConvergenceReport.h"
#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// Throws Error(usage) where settings cannot be chosen: for waves that are interpolated.
void requireChoosable(const MicroscopeSettings& microscope, const std::string& label);

/// Chooses sampling, slices and window of a scan so that every signal that it records (SignalWatch)
/// is as accurate as asked for, as cheaply as it can be.
///
/// A few positions are computed at the levels of ConvergenceLadders, one setting at a time. Of the
/// combinations whose errors, added up, are small enough the cheapest is computed, and once more
/// with every setting one level finer that leaves something: what lies between these two, as it may
/// be at all positions (boundedError), what the finer one leaves by the ladders, and what an
/// annulus counts too much (SignalWatch::areaBound), added, is the bound that is stated. Where it
/// is too large for the positions alone, more of them are looked at; else the next combination.
///
/// The settings of now are the coarsest that are taken, and offsets of slices average over as many
/// configurations as are looked at, so that more make it better than stated. What thermal
/// configurations leave is not in it (enoughSnapshots). Where `measured` is given, the ladders are
/// those of that study of the same scan and are not computed again. Collective over ranks, with the
/// same outcome for any number of threads and ranks. Throws Error(usage) for a scan that
/// interpolates (PRISM, parent beams) and what the scan itself would throw.
AccuracyChoice chooseAccuracy(const ScanJob& job, std::span<const Foil> snapshots,
                              const AccuracySettings& settings,
                              const ConvergenceReport* measured = nullptr);

}  // namespace glasscope::multislice
