#include "cli/ReportBuilder.h"
#include "cli/Stages.h"
#include "compare/report/Report.h"

namespace glasscope::cli {

std::string runReportStage(const Case& c, const RunDirectory& run, const std::string&) {
  compare::writeReport(run.report(), buildReport(c, run));
  return "{}";
}

}  // namespace glasscope::cli
