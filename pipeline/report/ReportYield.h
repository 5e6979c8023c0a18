#pragma once

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"
#include "report/ReportData.h"

namespace glasscope::pipeline {

/// The section of the page on the sample under strain: stress against strain, plastic events, and
/// which descriptors told where it would yield. Nothing where it was not strained.
void addYield(report::ReportData& data, const Case& c, const RunDirectory& run);

}  // namespace glasscope::pipeline
