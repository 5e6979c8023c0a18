#pragma once

#include "cli/Case.h"
#include "cli/RunDirectory.h"
#include "compare/report/ReportData.h"

namespace glasscope::cli {

/// Adds S(k), correlation functions, order beyond the first shell, and series of a run.
void addOrder(compare::ReportData& data, const RunDirectory& run);

/// Adds the atoms for slices and the matrix of rank correlations of their columns.
void addAtoms(compare::ReportData& data, const Case& c, const RunDirectory& run);

}  // namespace glasscope::cli
