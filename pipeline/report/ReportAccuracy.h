#pragma once

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"
#include "report/ReportSignals.h"

namespace glasscope::pipeline {

/// How far off the signals of a run's scans are by their settings: what was stated where they were
/// chosen for an accuracy, rules of thumb elsewhere (multislice::typicalErrors).
report::ReportSection accuracySection(const Case& c, const RunDirectory& run);

}  // namespace glasscope::pipeline
