#pragma once

#include <limits>

#include "core/maps/Curves.h"
#include "core/maps/Quantity.h"

namespace glasscope::report {

/// A number that is not known; shown as a dash, written as null.
inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

using ReportNumber = Quantity;
using ReportCurves = Curves;

}  // namespace glasscope::report
