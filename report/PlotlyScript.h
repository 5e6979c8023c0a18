#pragma once

#include <filesystem>
#include <string>

namespace glasscope::report {

/// Where plotly.js is looked for: GLASSCOPE_PLOTLY_JS of the environment, else where the build
/// found it.
std::filesystem::path plotlyPath();

/// The text of plotly.js (MIT licence, Plotly, Inc.). Throws Error(environment) when it is gone or
/// is not plotly.js, saying what to install.
std::string plotlyScript();

/// Name, version, copyright and licence as the first comment of the script says them, in one line.
std::string plotlyLicence(const std::string& script);

}  // namespace glasscope::report
