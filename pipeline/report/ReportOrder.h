#pragma once

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"
#include "report/ReportData.h"

namespace glasscope::pipeline {

/// Adds S(k), correlation functions, order beyond the first shell, and series of a run.
void addOrder(report::ReportData& data, const RunDirectory& run);

/// Adds the atoms for slices and the matrix of rank correlations of their columns.
void addAtoms(report::ReportData& data, const Case& c, const RunDirectory& run);

}  // namespace glasscope::pipeline
