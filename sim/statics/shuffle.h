#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/math/Random.h"

namespace glasscope::sim {

/// Brings values into an order of which all are equally likely (Fisher and Yates), a function of
/// seed and purpose alone.
template <class T>
void shuffle(std::vector<T>& values, std::uint64_t seed, const char* purpose) {
  for (std::size_t i = values.size(); i > 1; --i) {
    Random random(seed, purpose, 0, i);
    std::swap(values[i - 1], values[random.below(i)]);
  }
}

}  // namespace glasscope::sim
