#pragma once

#include <string>
#include <string_view>

#include "multislice/convergence/AccuracyChoice.h"

namespace glasscope::multislice {

/// accuracy.json: everything that an AccuracyChoice says. Errors are fractions of the signals'
/// sizes, unknown numbers null.
std::string accuracyJson(const AccuracyChoice& choice);

/// What accuracyJson wrote. The sampling, slices, window and method of its microscope are those
/// chosen, all else is that of `microscope`. Throws Error(input) for a text that is none.
AccuracyChoice accuracyChoice(std::string_view json, const MicroscopeSettings& microscope);

}  // namespace glasscope::multislice
