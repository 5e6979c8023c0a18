#pragma once

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"
#include "report/ReportData.h"

namespace glasscope::pipeline {

// The parts of the report that tell of the structure, each from its file of the run.

/// structure/thermo.csv: the quench.
void addThermo(report::ReportData& data, const RunDirectory& run);
/// structure/report.json: motifs, conventions, chemical order, g(r).
void addStructure(report::ReportData& data, const RunDirectory& run);
/// atoms/descriptors.h5: distribution of every descriptor, by species.
void addHistograms(report::ReportData& data, const Case& c, const RunDirectory& run);

}  // namespace glasscope::pipeline
