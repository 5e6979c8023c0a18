#pragma once

#include "multislice/scan/ScanPlan.h"
#include "pipeline/stages/RunPlan.h"

namespace glasscope::pipeline {

/// Adds a scan to the plan of a run, with its series and what an extended source takes on disk.
void planScan(const Case& c, const ScanCase& scan, RunPlan& plan);

/// Adds what multislice says of a scan or of a series of them.
void addScanPlan(const multislice::ScanPlan& scan, const std::string& moreText, RunPlan& plan);

}  // namespace glasscope::pipeline
