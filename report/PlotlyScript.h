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

}  // namespace glasscope::report
