#pragma once

#include "multislice/instrument/ScanGrid.h"

namespace glasscope::multislice {

/// About `count` positions of a scan (all of them, where it has no more) as a list: evenly along a
/// line or list, and over a raster by the additive recurrence of the plastic number, whose points
/// are far from each other and on no common row or column for any count (M. Roberts, The
/// unreasonable effectiveness of quasirandom sequences, 2018). A function of its arguments alone.
ScanGrid samplePositions(const ScanGrid& scan, int count);

}  // namespace glasscope::multislice
