#pragma once

#include <functional>
#include <span>
#include <vector>

#include "multislice/instrument/ScanJob.h"
#include "multislice/optics/FocalSpread.h"
#include "multislice/scan/ScanResult.h"

namespace glasscope::multislice {

/// A scan at one of the foci that stand for a focal spread around a defocus.
ScanJob atFocus(ScanJob job, double defocus_A, const FocalNode& node);

/// What the detectors of a scan record through a focal spread: the mean over its foci by their
/// weights, signals first, then their standard errors (ScanResult). `scanAt(n)` scans at node n,
/// and is called for one after the other. Standard errors are averaged as if those of all foci were
/// one number, which they nearly are: the snapshots are the same.
std::vector<Map2> focalAverage(std::span<const FocalNode> nodes,
                               const std::function<ScanResult(std::size_t)>& scanAt);

}  // namespace glasscope::multislice
