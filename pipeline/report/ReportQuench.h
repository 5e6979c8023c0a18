#pragma once

#include "pipeline/run/RunDirectory.h"
#include "report/ReportData.h"

namespace glasscope::pipeline {

/// The section of the page on how the sample froze: the glass transition of each stage that cooled
/// it by 300 K or more, by its volume and by its potential energy (sim/quench/GlassTransition.h),
/// or why there is none. Nothing where nothing was cooled.
void addQuench(report::ReportData& data, const RunDirectory& run);

}  // namespace glasscope::pipeline
