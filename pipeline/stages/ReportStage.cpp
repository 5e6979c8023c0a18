#include "pipeline/report/ReportBuilder.h"
#include "pipeline/stages/Stages.h"
#include "report/Report.h"

namespace glasscope::pipeline {

std::string runReportStage(const Case& c, const RunDirectory& run, const std::string&) {
  report::writeReport(run.report(), buildReport(c, run));
  return "{}";
}

}  // namespace glasscope::pipeline
