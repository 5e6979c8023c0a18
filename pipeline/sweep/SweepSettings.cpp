#include "pipeline/sweep/SweepSettings.h"

#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Error.h"

namespace glasscope::pipeline {

void SweepSettings::validate() const {
  const double sum = std::accumulate(split.begin(), split.end(), 0.0);
  constexpr double kRounding = 1e-9;  // of three decimal fractions
  if (split.size() == 3 && std::abs(sum - 1) < kRounding) return;
  throw Error(ErrorKind::usage,
              fmt::format("sweep.split = [{}] does not split a set", fmt::join(split, ", ")),
              split.size() == 3 ? fmt::format("the fractions add up to {:g}", sum)
                                : fmt::format("it holds {} numbers", split.size()),
              "give the fractions of training, validation and test, like [0.8, 0.1, 0.1]");
}

}  // namespace glasscope::pipeline
