#include "voronoi/pairs/DistributionPeaks.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"

namespace glasscope::voronoi {

namespace {

constexpr double kSmoothing_A = 0.1;
/// The highest bin of a peak lies within this distance of the highest point of the smoothed curve.
constexpr double kPeakWidth_A = 0.2;
/// A first shell may be split in two that far apart; minima are looked for up to kFurthest.
constexpr double kSameShell = 1.25, kFurthest = 1.8;

double binOf(const RadialDistribution& d) {
  return d.r_A.size() > 1 ? d.r_A[1] - d.r_A[0] : 1;
}

/// How far the curve must leave each bin for it to be a turn.
std::vector<double> leastProminence(const RadialDistribution& d,
                                    const std::vector<double>& smooth) {
  constexpr double kStandsOut = 0.02, kOfAGas = 3, kOfItsCount = 2;
  std::vector<double> out(smooth.size(), kStandsOut);
  if (d.expected.empty()) return out;
  // A Gaussian averages over this many bins.
  const double bins = std::max(1.0, 2 * std::sqrt(constants::kPi) * kSmoothing_A / binOf(d));
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!(d.expected[i] > 0)) continue;
    // Every pair is counted from both ends: half as many are independent.
    const double ofOne = std::sqrt(2 / (bins * d.expected[i]));
    out[i] =
        std::max({out[i], kOfAGas * ofOne, kOfItsCount * std::sqrt(std::abs(smooth[i])) * ofOne});
  }
  return out;
}

std::size_t highestNear(const std::vector<double>& g, std::size_t bin, std::size_t reach) {
  const auto first = bin > reach ? bin - reach : 0, last = std::min(g.size() - 1, bin + reach);
  const auto begin = g.begin() + static_cast<std::ptrdiff_t>(first);
  return static_cast<std::size_t>(
      std::max_element(begin, g.begin() + static_cast<std::ptrdiff_t>(last) + 1) - g.begin());
}

/// Where a parabola through a bin and its neighbours is highest.
double parabolaTop(const RadialDistribution& d, std::size_t peak, double bin) {
  const auto& g = d.g;
  if (peak == 0 || peak + 1 >= g.size()) return d.r_A[peak];
  const double curvature = g[peak - 1] - 2 * g[peak] + g[peak + 1];
  const double shift = curvature < 0 ? 0.5 * bin * (g[peak - 1] - g[peak + 1]) / curvature : 0;
  return d.r_A[peak] + shift;
}

/// The middle of the lowest stretch within [begin, end).
std::size_t lowestBetween(const std::vector<double>& smooth, std::size_t begin, std::size_t end) {
  const auto from = smooth.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto lowest = std::min_element(from, smooth.begin() + static_cast<std::ptrdiff_t>(end));
  const auto first = static_cast<std::size_t>(lowest - smooth.begin());
  auto last = first;
  while (last + 1 < end && smooth[last + 1] == *lowest) ++last;
  return (first + last) / 2;
}

}  // namespace

std::vector<double> smoothedDistribution(const std::vector<double>& g, double bin_A) {
  const int reach = static_cast<int>(3 * kSmoothing_A / bin_A);
  const int n = static_cast<int>(g.size());
  std::vector<double> out(g.size());
  for (int i = 0; i < n; ++i) {
    double sum = 0, weights = 0;
    for (int k = std::max(0, i - reach); k <= std::min(n - 1, i + reach); ++k) {
      const double x = (k - i) * bin_A / kSmoothing_A;
      const double w = std::exp(-0.5 * x * x);
      sum += w * g[static_cast<std::size_t>(k)];
      weights += w;
    }
    out[static_cast<std::size_t>(i)] = sum / weights;
  }
  return out;
}

std::vector<std::size_t> distributionTurns(const RadialDistribution& d,
                                           const std::vector<double>& smooth) {
  const auto least = leastProminence(d, smooth);
  std::vector<std::size_t> found;
  std::size_t best = 0;
  bool rising = true;
  for (std::size_t i = 0; i < smooth.size(); ++i) {
    const double ahead = rising ? smooth[i] - smooth[best] : smooth[best] - smooth[i];
    // A fall is judged by the noise of the peak that it leaves, a rise by that of where it leads.
    if (ahead >= 0) {
      best = i;
    } else if (-ahead > least[rising ? best : i]) {
      found.push_back(best);
      best = i;
      rising = !rising;
    }
  }
  return found;
}

void findFirstShell(RadialDistribution& d) {
  if (d.g.size() < 3) return;
  const double bin = binOf(d);
  const auto smooth = smoothedDistribution(d.g, bin);
  const auto turns = distributionTurns(d, smooth);
  const auto reach = std::max<std::size_t>(1, static_cast<std::size_t>(kPeakWidth_A / bin));
  std::size_t peak = 0, first = 0;
  for (; first < turns.size(); first += 2) {
    peak = highestNear(d.g, turns[first], reach);
    if (d.g[peak] > 1) break;
  }
  if (first >= turns.size()) return;
  d.firstPeak_A = parabolaTop(d, peak, bin);
  auto end = static_cast<std::size_t>(kFurthest * d.firstPeak_A / bin);
  for (auto next = first + 2; next < turns.size(); next += 2)
    if (d.r_A[turns[next]] > kSameShell * d.firstPeak_A) {
      end = std::min(end, turns[next]);
      break;
    }
  if (end <= peak + 1 || end >= d.g.size()) return;
  d.firstMinimum_A = d.r_A[lowestBetween(smooth, peak, end)];
}

}  // namespace glasscope::voronoi
