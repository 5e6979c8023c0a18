#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/ReportFilm.h"
#include "report/ReportRun.h"
#include "report/ReportSample.h"
#include "report/ReportSignals.h"
#include "report/ReportStructure.h"

namespace glasscope::report {

/// Everything that a report shows, in plain values: whoever runs the stages fills it. What is left
/// out is left out of the page, or the page says what to run to get it.
struct ReportData {
  std::string title = "Glasscope report";
  std::string summary;  ///< generated from the numbers when empty
  ReportSample sample;
  std::vector<ReportNumber> headline;  ///< cards; generated from the numbers when empty
  ReportStructure structure;
  ReportSignals signals;
  std::optional<ReportFilm> film;
  ReportRun run;
};

}  // namespace glasscope::report
