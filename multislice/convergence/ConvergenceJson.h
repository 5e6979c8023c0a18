#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "multislice/convergence/AccuracyChoice.h"
#include "multislice/convergence/ConvergenceReport.h"

namespace glasscope::multislice {

/// How every converge.json begins, whatever the version.
inline constexpr std::string_view kConvergenceJsonBeginning = "{\n \"program\": \"glasscope ";

/// converge.json: everything that a ConvergenceReport of each scan says, with the settings that are
/// recommended for all of them together, and what was chosen for the scans one by one, as far as it
/// was (accuracyJson). Differences are fractions; unknown numbers are null.
std::string convergenceJson(const std::vector<multislice::ConvergenceReport>& reports,
                            const std::vector<std::string>& recommended,
                            const std::vector<AccuracyChoice>& choices = {});

}  // namespace glasscope::multislice
