#pragma once

#include <algorithm>
#include <cstdlib>

namespace glasscope {

/// How many kills a test of kills strikes: a few by default, and as many as GLASSCOPE_KILLS says
/// for who has the time (scripts/kills).
inline int killCount(int byDefault) {
  const char* asked = std::getenv("GLASSCOPE_KILLS");
  return asked == nullptr ? byDefault : std::max(1, std::atoi(asked));
}

}  // namespace glasscope
