#pragma once

#include <string>

#include "report/ReportData.h"

namespace glasscope::report {

/// The data of the page as JSON: sections that are not there are absent, unknown numbers and
/// infinities are null, maps are base64 little-endian float32 in [x][y], patterns base64 bytes.
/// Maps of more than kLargestMap pixels along a side are block-averaged for display and carry
/// "binned" > 1.
std::string reportJson(const ReportData& data);

inline constexpr int kLargestMap = 512;

/// Throws Error(internal) when vectors that belong together differ in length.
void checkReport(const ReportData& data);

}  // namespace glasscope::report
