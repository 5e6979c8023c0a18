#pragma once

#include <string>
#include <string_view>

namespace glasscope::multislice {

/// What follows the name of a signal that was recorded inside the foil: "_at_20.0A"; that of the
/// exit has the name alone.
std::string depthSuffix(double depth_A);

/// True for such an ending, and for "", that of the exit.
bool isDepthSuffix(std::string_view ending);

}  // namespace glasscope::multislice
