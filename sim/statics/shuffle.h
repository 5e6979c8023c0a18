#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/math/Random.h"

namespace glasscope::sim {

/// Brings values into an order of which all are equally likely (Fisher and Yates), a function of
/// seed, purpose and stream alone.
template <class T>
void shuffle(std::vector<T>& values, std::uint64_t seed, const char* purpose,
             std::uint64_t stream = 0) {
  for (std::size_t i = values.size(); i > 1; --i) {
    Random random(seed, purpose, stream, i);
    std::swap(values[i - 1], values[random.below(i)]);
  }
}

}  // namespace glasscope::sim
