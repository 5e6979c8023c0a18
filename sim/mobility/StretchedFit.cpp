#include "sim/mobility/StretchedFit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "core/math/Minimise.h"

namespace glasscope::sim {

namespace {

constexpr std::size_t kFewest = 4;
constexpr double kFallen = 0.9, kRisen = 0.2;
/// Values nearer to nothing are noise, whose logarithm says nothing.
constexpr double kSmallest = 0.01;
constexpr double kLargestPlateau = 1.0;

struct Points {
  std::vector<double> logTime, value, weight;
};

struct Line {
  double beta = 0, logTau = 0, misfit = 0;
};

// The line of a plateau, weighted as the errors of the values make those of its points.
Line lineOf(const Points& points, double plateau) {
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  for (std::size_t i = 0; i < points.value.size(); ++i) {
    const double fall = std::log(plateau / points.value[i]);
    if (!(fall > 0)) continue;
    const double x = points.logTime[i], y = std::log(fall);
    const double slope = points.value[i] * fall;  // dF / dy
    const double weight = points.weight[i] * slope * slope;
    w += weight;
    wx += weight * x;
    wy += weight * y;
    wxx += weight * x * x;
    wxy += weight * x * y;
  }
  Line line;
  const double spread = w * wxx - wx * wx;
  line.beta = spread > 0 ? (w * wxy - wx * wy) / spread : 0;
  line.logTau = line.beta > 0 ? (wx - wy / line.beta) / w : 0;
  for (std::size_t i = 0; i < points.value.size(); ++i) {
    const double model =
        plateau * std::exp(-std::exp(line.beta * (points.logTime[i] - line.logTau)));
    line.misfit += points.weight[i] * std::pow(points.value[i] - model, 2);
  }
  return line;
}

StretchedFit none(std::string why) {
  StretchedFit fit;
  fit.why = std::move(why);
  return fit;
}

}  // namespace

StretchedFit StretchedFit::of(std::span<const double> time_ps, std::span<const double> values,
                              std::span<const double> errors, double from_ps) {
  Points points;
  const bool weighted = errors.size() == values.size() && std::ranges::all_of(errors, [](double e) {
                          return std::isfinite(e) && e > 0;
                        });
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (time_ps[i] < from_ps || !(values[i] > kSmallest)) continue;
    points.logTime.push_back(std::log(time_ps[i]));
    points.value.push_back(values[i]);
    points.weight.push_back(weighted ? 1 / (errors[i] * errors[i]) : 1);
  }
  if (points.value.size() < kFewest)
    return none(fmt::format("{} points from {:g} ps on, and it takes {}", points.value.size(),
                            from_ps, kFewest));
  const double largest = *std::ranges::max_element(points.value);
  const double last = *std::ranges::min_element(points.value);
  if (last > kFallen * points.value.front())
    return none(
        fmt::format("it falls from {:.3f} to {:.3f} only: the relaxation takes longer "
                    "than the trajectory",
                    points.value.front(), last));
  if (points.value.back() - last > kRisen * (points.value.front() - last))
    return none("it falls and rises again, as of atoms that swing");
  if (largest >= kLargestPlateau) return none("a value is 1 or more");
  const double least = largest * (1 + 1e-6);
  const double plateau = least < kLargestPlateau
                             ? minimise([&](double f) { return lineOf(points, f).misfit; }, least,
                                        kLargestPlateau, 1e-7)
                                   .place
                             : kLargestPlateau;
  const Line line = lineOf(points, plateau);
  if (!(line.beta > 0)) return none("it does not fall");
  return {plateau, std::exp(line.logTau), line.beta, {}};
}

}  // namespace glasscope::sim
