#include "multislice/convergence/incrementErrors.h"

#include <algorithm>
#include <cmath>

#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

/// Mean product of the changes from a to b and from c to d.
double product(std::span<const double> a, std::span<const double> b, std::span<const double> c,
               std::span<const double> d) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (c[i] - d[i]);
  return sum / static_cast<double>(a.size());
}

}  // namespace

std::vector<double> incrementErrors(const std::vector<std::span<const double>>& values,
                                    std::span<const double> steps) {
  const std::size_t n = values.size(), last = n - 1;
  GLASSCOPE_ENSURE(n >= 2 && steps.size() == n, "two levels at least, and a step for each");
  std::vector<double> length(last);  // of the change from a level to the next
  for (std::size_t i = 0; i < last; ++i) {
    length[i] = std::sqrt(product(values[i], values[i + 1], values[i], values[i + 1]));
  }
  double cosine = n == 2 ? 1 : 0;
  for (std::size_t i = 0; i + 2 < n; ++i) {
    const double lengths = length[i] * length[i + 1];
    if (lengths == 0) continue;
    cosine += product(values[i], values[i + 1], values[i + 1], values[i + 2]) / lengths /
              static_cast<double>(n - 2);
  }
  cosine = std::clamp(cosine, 0.0, 1.0);
  // The last change alone may be small by chance: the one before it speaks with it.
  const auto slope = [&](std::size_t i) { return length[i] / (steps[i] - steps[i + 1]); };
  double slope2 = slope(last - 1) * slope(last - 1);
  if (n > 2) slope2 = std::max(slope2, (slope2 + slope(last - 2) * slope(last - 2)) / 2);
  const double ratio = steps[last] / steps[last - 1];
  const double next = std::sqrt(slope2) * steps[last] * (1 - ratio);
  const double rest2 =
      next * next / (1 - ratio * ratio) * (1 + ratio * cosine) / (1 - ratio * cosine);
  std::vector<double> errors;
  for (std::size_t i = 0; i < n; ++i) {
    double along = 0;  // of what was changed after level i, along what is still to come
    for (std::size_t j = i; j < last; ++j) {
      along += length[j] * std::pow(cosine, static_cast<double>(last - j));
    }
    along *= next / (1 - ratio * cosine);
    errors.push_back(
        std::sqrt(product(values[i], values[last], values[i], values[last]) + rest2 + 2 * along));
  }
  return errors;
}

}  // namespace glasscope::multislice
