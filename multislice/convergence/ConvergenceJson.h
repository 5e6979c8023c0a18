#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "multislice/convergence/ConvergenceReport.h"

namespace glasscope::multislice {

/// How every converge.json begins, whatever the version.
inline constexpr std::string_view kConvergenceJsonBeginning = "{\n \"program\": \"glasscope ";

/// converge.json: everything that a ConvergenceReport of each scan says, with the settings that are
/// recommended for all of them together. Differences are fractions; unknown numbers are null.
std::string convergenceJson(const std::vector<multislice::ConvergenceReport>& reports,
                            const std::vector<std::string>& recommended);

}  // namespace glasscope::multislice
