#include "sim/quench/GlassTransition.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "core/math/Jackknife.h"
#include "core/math/Minimise.h"

namespace glasscope::sim {

namespace {

constexpr std::size_t kFewest = 30, kPieces = 10;
constexpr double kSmallestRange_K = 300;
/// The lines meet at least this share of the range from its ends.
constexpr double kFromEnds = 0.1;
/// The squares that two lines leave, over those of one, for a bend to be believed.
constexpr double kBetter = 0.8;
constexpr int kPlaces = 40;  // that are tried before the best is refined

struct Points {
  std::vector<double> t, y;
};

struct Bend {
  double place = 0, misfit = 0, glass = 0, liquid = 0;
};

/// y = a + glass (t - place) below the place, and a + liquid (t - place) above it.
Bend bendAt(const Points& points, double place) {
  Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
  Eigen::Vector3d right = Eigen::Vector3d::Zero();
  const auto row = [&](double t) {
    return Eigen::Vector3d(1, std::min(0.0, t - place), std::max(0.0, t - place));
  };
  for (std::size_t i = 0; i < points.t.size(); ++i) {
    const Eigen::Vector3d r = row(points.t[i]);
    normal += r * r.transpose();
    right += points.y[i] * r;
  }
  const Eigen::Vector3d fit = normal.ldlt().solve(right);
  Bend bend{place, 0, fit[1], fit[2]};
  for (std::size_t i = 0; i < points.t.size(); ++i)
    bend.misfit += std::pow(points.y[i] - fit.dot(row(points.t[i])), 2);
  return bend;
}

Bend bestBend(const Points& points, double low_K, double high_K) {
  const double first = low_K + kFromEnds * (high_K - low_K);
  const double step = (1 - 2 * kFromEnds) * (high_K - low_K) / kPlaces;
  Bend best = bendAt(points, first);
  for (int i = 1; i <= kPlaces; ++i) {
    const Bend bend = bendAt(points, first + i * step);
    if (bend.misfit < best.misfit) best = bend;
  }
  const auto found = minimise([&](double place) { return bendAt(points, place).misfit; },
                              best.place - step, best.place + step, 0.01);
  return bendAt(points, found.place);
}

double misfitOfOneLine(const Points& points) {
  const auto n = static_cast<double>(points.t.size());
  double mt = 0, my = 0, tt = 0, ty = 0, yy = 0;
  for (std::size_t i = 0; i < points.t.size(); ++i) {
    mt += points.t[i] / n;
    my += points.y[i] / n;
  }
  for (std::size_t i = 0; i < points.t.size(); ++i) {
    tt += std::pow(points.t[i] - mt, 2);
    ty += (points.t[i] - mt) * (points.y[i] - my);
    yy += std::pow(points.y[i] - my, 2);
  }
  return yy - ty * ty / tt;
}

GlassTransition none(std::string why) {
  GlassTransition transition;
  transition.why = std::move(why);
  return transition;
}

}  // namespace

GlassTransition GlassTransition::of(std::span<const double> temperature_K,
                                    std::span<const double> values, double low_K, double high_K) {
  Points points;
  double low = high_K, high = low_K;
  double mean = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double t = temperature_K[i];
    if (!(t >= low_K && t <= high_K) || !std::isfinite(values[i])) continue;
    points.t.push_back(t);
    points.y.push_back(values[i]);
    low = std::min(low, t);
    high = std::max(high, t);
    mean += values[i];
  }
  const std::size_t count = points.t.size();
  if (count < kFewest || high - low < kSmallestRange_K)
    return none(fmt::format("{} values over {:.0f} K, and it takes {} over {:g} K", count,
                            std::max(0.0, high - low), kFewest, kSmallestRange_K));
  // Differences of large numbers: volumes and energies have nothing to do with zero.
  mean /= static_cast<double>(count);
  for (double& y : points.y) y -= mean;
  const Bend bend = bestBend(points, low, high);
  const double margin = 1.01 * kFromEnds * (high - low);
  if (bend.place < low + margin || bend.place > high - margin)
    return none("the lines meet at the end of the range: there is no bend inside it");
  if (!(bend.misfit < kBetter * misfitOfOneLine(points)))
    return none("two lines are no better than one");
  std::vector<double> others;
  for (std::size_t piece = 0; piece < kPieces; ++piece) {
    Points rest;
    // Pieces of every stretch alike: leaving out a whole stretch would leave no line there.
    for (std::size_t i = 0; i < count; ++i) {
      constexpr std::size_t kStretches = 5;
      if (i * kStretches * kPieces / count % kPieces == piece) continue;
      rest.t.push_back(points.t[i]);
      rest.y.push_back(points.y[i]);
    }
    others.push_back(bestBend(rest, low, high).place);
  }
  GlassTransition found;
  found.temperature_K = bend.place;
  found.error_K = jackknifeError(others);
  found.glassSlope = bend.glass;
  found.liquidSlope = bend.liquid;
  return found;
}

}  // namespace glasscope::sim
