#pragma once

#include <filesystem>
#include <string>

#include "report/ReportData.h"

namespace glasscope::report {

/// The whole page as text: one self-contained HTML file that opens offline and loads nothing.
///
/// Throws Error(environment) when plotly.js is not where the build found it, nor where the
/// environment variable GLASSCOPE_PLOTLY_JS points; Error(internal) on data that contradict
/// themselves (vectors of different lengths, a scan whose levels do not fill it).
std::string renderReport(const ReportData& data);

/// Writes renderReport(data) aside and renames it. Throws also Error(environment) when the folder
/// cannot be written.
void writeReport(const std::filesystem::path& path, const ReportData& data);

}  // namespace glasscope::report
