#include "voronoi/pairs/FieldLevels.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace glasscope::voronoi {

namespace {

/// A spread below this part of the largest value is rounding.
constexpr double kNoSpread = 1e-12;
/// Levels beyond are cut off: the square of any level must fit 64 bits many times.
constexpr double kHighest = 1 << 24;

}  // namespace

FieldLevels fieldLevels(std::span<const double> values, std::span<const int> atomicNumbers,
                        bool bySpecies) {
  std::map<int, std::pair<double, double>> means;
  const auto group = [&](std::size_t i) { return bySpecies ? atomicNumbers[i] : 0; };
  double largest = 0, all = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isfinite(values[i])) {
      auto& [sum, count] = means[group(i)];
      sum += values[i];
      ++count;
      ++all;
      largest = std::max(largest, std::abs(values[i]));
    }
  for (auto& [key, mean] : means) mean.first /= mean.second;
  const auto deviation = [&](std::size_t i) { return values[i] - means.at(group(i)).first; };
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isfinite(values[i])) squares += deviation(i) * deviation(i);
  const double spread = std::sqrt(squares / all);
  const double scale = spread > kNoSpread * largest ? FieldLevels::kPerDeviation / spread : 0;
  FieldLevels out;
  out.level.assign(values.size(), FieldLevels::kUndefined);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isfinite(values[i]))
      out.level[i] = static_cast<std::int32_t>(
          std::lround(std::clamp(scale * deviation(i), -kHighest, kHighest)));
  return out;
}

}  // namespace glasscope::voronoi
