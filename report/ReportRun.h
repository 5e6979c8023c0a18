#pragma once

#include <string>
#include <vector>

#include "report/ReportNumber.h"

namespace glasscope::report {

/// A row of provenance: "LAMMPS version", "29 Sep 2021".
struct ReportFact {
  std::string group;  ///< "versions", "inputs", "seeds", "machine", or any other heading
  std::string name, value;
};

struct ReportStage {
  std::string name;
  double wall_s = kUnknown;
  double peakMemory_bytes = kUnknown;
  std::string state;  ///< "done", "reused", "resumed"
};

/// How the numbers were come by.
struct ReportRun {
  std::string created;  ///< date and time in words, for the foot of the page
  std::vector<std::string> warnings;
  std::string caseToml;  ///< the resolved case
  std::vector<ReportFact> facts;
  std::vector<ReportStage> stages;
  std::string conventions;  ///< core's conventionsText() when empty
};

}  // namespace glasscope::report
