#pragma once

#include "compare/film/FilmComparison.h"
#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"
#include "report/ReportData.h"

namespace glasscope::pipeline {

/// Gathers what a run has produced so far into the data of the report page; what is not there yet
/// is left out.
report::ReportData buildReport(const Case& c, const RunDirectory& run);

/// The report of a measured film.
report::ReportData buildFilmReport(const Case& c, const compare::FilmComparison& film,
                                   const std::string& source);

}  // namespace glasscope::pipeline
