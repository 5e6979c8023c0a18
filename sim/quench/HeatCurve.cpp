#include "sim/quench/HeatCurve.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"
#include "core/math/Jackknife.h"

namespace glasscope::sim {

namespace {

constexpr std::size_t kFewest = 30, kPieces = 10;
constexpr double kSmallestRange_K = 100, kSmallestFictiveRange_K = 300;
constexpr double kEnds = 0.3;
constexpr double kEnergy_eV_per_bar_A3 = 6.241509074e-7;  // 1e-25 J over the elementary charge

struct Point {
  double time = 0, temperature_K = 0, enthalpy_eV = 0;
};

struct Line {
  double slope = 0, mean = 0, at = 0;  ///< value `mean` at `at`

  double value(double x) const { return mean + slope * (x - at); }
};

template <class X, class Y>
Line lineThrough(const std::vector<Point>& points, const X& x, const Y& y) {
  Line line;
  const auto n = static_cast<double>(points.size());
  for (const Point& point : points) {
    line.at += x(point) / n;
    line.mean += y(point) / n;
  }
  double xx = 0, xy = 0;
  for (const Point& point : points) {
    xx += std::pow(x(point) - line.at, 2);
    xy += (x(point) - line.at) * (y(point) - line.mean);
  }
  line.slope = xx > 0 ? xy / xx : 0;
  return line;
}

double timeOf(const Point& point) {
  return point.time;
}
double temperatureOf(const Point& point) {
  return point.temperature_K;
}
double enthalpyOf(const Point& point) {
  return point.enthalpy_eV;
}

double riseOf_kB(const std::vector<Point>& points) {
  return lineThrough(points, timeOf, enthalpyOf).slope /
         lineThrough(points, timeOf, temperatureOf).slope / constants::kBoltzmann_eV_per_K;
}

// Where the lines of both ends meet; NaN where the liquid does not take up more heat.
double meeting_K(const std::vector<Point>& points, const Line& ramp, double begin, double end) {
  std::vector<Point> cold, hot;
  for (const Point& point : points) {
    const double share = (point.time - begin) / (end - begin);
    if (share <= kEnds) cold.push_back(point);
    if (share >= 1 - kEnds) hot.push_back(point);
  }
  const auto even = [&](const Point& point) { return ramp.value(point.time); };
  const Line glass = lineThrough(cold, even, enthalpyOf),
             liquid = lineThrough(hot, even, enthalpyOf);
  if (!(liquid.slope > glass.slope)) return std::nan("");
  return (glass.value(0) - liquid.value(0)) / (liquid.slope - glass.slope);
}

// What is left without each piece in turn; pieces of every stretch alike.
template <class Statistic>
double errorOf(const std::vector<Point>& points, const Statistic& statistic) {
  constexpr std::size_t kStretches = 5;
  std::vector<double> others;
  for (std::size_t piece = 0; piece < kPieces; ++piece) {
    std::vector<Point> rest;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (i * kStretches * kPieces / points.size() % kPieces != piece) rest.push_back(points[i]);
    others.push_back(statistic(rest));
  }
  return jackknifeError(others);
}

double work_eV_per_atom(const ThermoRow& row) {
  return kEnergy_eV_per_bar_A3 * row.pressure_bar * row.volume_A3_per_atom;
}

bool boxStays(const std::vector<ThermoRow>& thermo, const std::string& phase) {
  constexpr double kRounding = 1e-9;
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const ThermoRow& row : thermo) {
    if (row.phase != phase) continue;
    low = std::min(low, row.volume_A3_per_atom);
    high = std::max(high, row.volume_A3_per_atom);
  }
  return high - low <= kRounding * high;
}

}  // namespace

double enthalpy_eV_per_atom(const ThermoRow& row) {
  return row.potentialEnergy_eV_per_atom +
         1.5 * constants::kBoltzmann_eV_per_K * row.temperature_K + work_eV_per_atom(row);
}

HeatCurve HeatCurve::of(const std::vector<ThermoRow>& thermo, const std::string& phase) {
  std::vector<Point> points;
  const bool stays = boxStays(thermo, phase);
  for (const ThermoRow& row : thermo) {
    if (row.phase != phase) continue;
    // At constant volume heat goes into the energy alone.
    const double heat_eV = enthalpy_eV_per_atom(row) - (stays ? work_eV_per_atom(row) : 0);
    points.push_back({row.time_ps, row.temperature_K, heat_eV});
  }
  HeatCurve curve;
  if (points.size() < kFewest) return curve;
  const Line ramp = lineThrough(points, timeOf, temperatureOf);
  const double begin = points.front().time, end = points.back().time;
  const double low_K = ramp.value(begin), high_K = ramp.value(end);
  if (!(std::abs(high_K - low_K) >= kSmallestRange_K)) return curve;
  curve.heatCapacity_kB = riseOf_kB(points);
  curve.heatCapacityError_kB = errorOf(points, riseOf_kB);
  if (high_K - low_K < kSmallestFictiveRange_K) return curve;
  const auto meeting = [&](const std::vector<Point>& some) {
    return meeting_K(some, ramp, begin, end);
  };
  const double found_K = meeting(points), error_K = errorOf(points, meeting);
  if (!(found_K - 5 * error_K > low_K && found_K + 5 * error_K < high_K)) return curve;
  curve.fictive_K = found_K;
  curve.fictiveError_K = error_K;
  return curve;
}

}  // namespace glasscope::sim
