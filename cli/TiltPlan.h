#pragma once

#include "cli/TiltScans.h"
#include "multislice/ScanPlan.h"

namespace glasscope::cli {

/// The plan of a whole tilt series of `snapshots` foils a tilt: memory and refusals of the thickest
/// tilt, time, probes and disk of all.
multislice::ScanPlan planTiltSeries(const TiltScans& scans, int snapshots);

/// A line or two about the tilts, for people.
std::string tiltText(const TiltScans& scans);

}  // namespace glasscope::cli
