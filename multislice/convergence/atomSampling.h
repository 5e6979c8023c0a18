#pragma once

#include <string>
#include <vector>

#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// How far the sampling of a scan is from converged in one signal.
struct AtomSampling {
  std::string signal;
  double relative = 0;  ///< (as sampled - finer) / finer
};

/// What the sampling of a scan does to one atom of the heaviest species of its foil with the probe
/// upon it: every intensity that the scan records, and rings of a pixelated detector (SignalWatch),
/// as it is sampled against twice as many points a side. A fraction of a second. It holds the error
/// of scattering once; a foil scatters again, which `plan --converge` measures. `job` is settled
/// (ScanMethod). Throws what the scan itself would throw.
std::vector<AtomSampling> atomSampling(const ScanJob& job, const Foil& foil);

/// "haadf -1.2 %, bf +0.1 %".
std::string samplingText(const std::vector<AtomSampling>& errors);

}  // namespace glasscope::multislice
