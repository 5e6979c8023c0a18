#include "cli/checks/Check.h"

#include <cmath>

namespace glasscope::cli {

bool Check::passed() const {
  return ran() && std::isfinite(found) && std::abs(found - expected) <= tolerance;
}

}  // namespace glasscope::cli
