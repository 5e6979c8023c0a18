#pragma once

#include "multislice/scan/ScanPlan.h"
#include "pipeline/imaging/TiltScans.h"

namespace glasscope::pipeline {

/// The plan of a whole tilt series of `snapshots` foils a tilt: memory and refusals of the thickest
/// tilt, time, probes and disk of all.
multislice::ScanPlan planTiltSeries(const TiltScans& scans, int snapshots, bool speed = true);

/// A line or two about the tilts, for people.
std::string tiltText(const TiltScans& scans);

}  // namespace glasscope::pipeline
