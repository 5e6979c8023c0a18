#pragma once

#include "multislice/scan/ScanPlan.h"
#include "pipeline/stages/RunPlan.h"

namespace glasscope::pipeline {

/// Adds a scan to the plan of a run, with its focal series and what an extended source takes on
/// disk; `number_bytes` are those of a number of a pattern there.
void planScan(const ScanCase& scan, const multislice::ScanJob& job, RunPlan& plan,
              double number_bytes = sizeof(float));

/// Adds what multislice says of a scan or of a series of them.
void addScanPlan(const multislice::ScanPlan& scan, const std::string& moreText, RunPlan& plan);

}  // namespace glasscope::pipeline
