#pragma once

#include "cli/Case.h"
#include "cli/RunDirectory.h"
#include "compare/ComparisonFile.h"
#include "compare/report/ReportData.h"

namespace glasscope::cli {

/// Gathers what a run has produced so far into the data of the report page; what is not there yet
/// is left out.
compare::ReportData buildReport(const Case& c, const RunDirectory& run);

/// The report of a measured film.
compare::ReportData buildFilmReport(const Case& c, const compare::FilmComparison& film,
                                    const std::string& source);

}  // namespace glasscope::cli
