#pragma once

#include "cli/Case.h"
#include "cli/RunDirectory.h"
#include "compare/report/ReportData.h"

namespace glasscope::cli {

// The parts of the report that tell of the structure, each from its file of the run.

/// thermo.csv: the quench.
void addThermo(compare::ReportData& data, const RunDirectory& run);
/// structure_report.json: motifs, conventions, chemical order, g(r).
void addStructure(compare::ReportData& data, const RunDirectory& run);
/// descriptors.h5: distribution of every descriptor, by species.
void addHistograms(compare::ReportData& data, const Case& c, const RunDirectory& run);

}  // namespace glasscope::cli
