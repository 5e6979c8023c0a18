#pragma once

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"
#include "report/ReportData.h"

namespace glasscope::pipeline {

/// What the page shows of truth against signals: the maps, the table of associations, and what the
/// scans show as a whole. Maps on the grid of the scan that the page shows pattern by pattern
/// (`shown`; null without any) go beside its patterns, too. Nothing where nothing was compared.
void addComparison(report::ReportData& data, const Case& c, const RunDirectory& run,
                   const ScanCase* shown);

}  // namespace glasscope::pipeline
