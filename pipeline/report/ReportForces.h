#pragma once

#include "pipeline/run/RunDirectory.h"
#include "report/ReportData.h"

namespace glasscope::pipeline {

/// The section of the page on what only forces tell of the sample at rest: its density of states,
/// boson peak, heat capacity and moduli. Nothing where they were not computed.
void addForces(report::ReportData& data, const RunDirectory& run);

}  // namespace glasscope::pipeline
