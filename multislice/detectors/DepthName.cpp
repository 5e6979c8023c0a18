#include "multislice/detectors/DepthName.h"

#include <fmt/format.h>

namespace glasscope::multislice {

std::string depthSuffix(double depth_A) {
  return fmt::format("_at_{:.1f}A", depth_A);
}

bool isDepthSuffix(std::string_view ending) {
  return ending.empty() || (ending.starts_with("_at_") && ending.ends_with("A"));
}

}  // namespace glasscope::multislice
