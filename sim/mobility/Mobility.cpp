#include "sim/mobility/Mobility.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Jackknife.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::sim {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kParts = 8;

/// Sums over atoms and origins.
struct Sums {
  double count = 0, r2 = 0, r4 = 0, scattering = 0;

  void add(const Sums& other) {
    count += other.count;
    r2 += other.r2;
    r4 += other.r4;
    scattering += other.scattering;
  }
};

double squareOf(const Sums& s) {
  return s.r2 / s.count;
}
double nonGaussianOf(const Sums& s) {
  const double square = squareOf(s);
  return square > 0 ? 3 * (s.r4 / s.count) / (5 * square * square) - 1 : 0;
}
double scatteringOf(const Sums& s) {
  return s.scattering / s.count;
}

/// Of one lag by part of the sample, of one group of atoms.
using Parts = std::array<Sums, kParts>;

Sums without(const Parts& parts, int left) {
  Sums sums;
  for (int p = 0; p < kParts; ++p)
    if (p != left) sums.add(parts[p]);
  return sums;
}

std::vector<int> filled(const Parts& parts) {
  std::vector<int> some;
  for (int p = 0; p < kParts; ++p)
    if (parts[p].count > 0) some.push_back(p);
  return some;
}

double errorOf(const Parts& parts, double (*of)(const Sums&)) {
  std::vector<double> values;
  for (const int p : filled(parts)) values.push_back(of(without(parts, p)));
  return jackknifeError(values);
}

double sinc(double x) {
  return x < 1e-4 ? 1 - x * x / 6 : std::sin(x) / x;
}

/// What one lag gives, by group and part.
std::vector<Parts> sumsOf(const Trajectory& way, const TimeLag& lag,
                          const std::vector<std::size_t>& groupOf, std::size_t groups,
                          double q_invA) {
  std::vector<Parts> sums(groups);
  for (const auto& [from, to] : lag.origins) {
    for (std::size_t i = 0; i < way.atoms(); ++i) {
      const double r2 = (way.positions[to][i] - way.positions[from][i]).squaredNorm();
      sums[groupOf[i]][way.part[i]].add({1, r2, r2 * r2, sinc(q_invA * std::sqrt(r2))});
    }
  }
  return sums;
}

/// The curves of one group, of which `ofLag` are the sums.
MobilityCurve curveOf(const std::vector<Parts>& ofLag, const std::vector<TimeLag>& lags,
                      double fitFrom_ps) {
  MobilityCurve curve;
  std::vector<double> times_ps;
  for (const TimeLag& lag : lags) times_ps.push_back(lag.time_ps);
  for (const Parts& parts : ofLag) {
    const Sums all = without(parts, -1);
    curve.squareDisplacement_A2.push_back(squareOf(all));
    curve.squareDisplacementError_A2.push_back(errorOf(parts, squareOf));
    curve.nonGaussian.push_back(nonGaussianOf(all));
    curve.nonGaussianError.push_back(errorOf(parts, nonGaussianOf));
    curve.scattering.push_back(scatteringOf(all));
    curve.scatteringError.push_back(errorOf(parts, scatteringOf));
  }
  const auto fitWithout = [&](int part) {
    std::vector<double> values;
    for (const Parts& parts : ofLag) values.push_back(scatteringOf(without(parts, part)));
    return StretchedFit::of(times_ps, values, curve.scatteringError, fitFrom_ps);
  };
  curve.fit = fitWithout(-1);
  std::vector<double> plateaus, times, betas;
  for (const int part : filled(ofLag.front())) {
    const StretchedFit fit = fitWithout(part);
    if (!fit.found()) curve.fitError.why = "not every part of the sample shows a relaxation";
    plateaus.push_back(fit.plateau);
    times.push_back(fit.time_ps);
    betas.push_back(fit.beta);
  }
  if (!curve.fit.found() || !curve.fitError.found()) return curve;
  curve.fitError.plateau = jackknifeError(plateaus);
  curve.fitError.time_ps = jackknifeError(times);
  curve.fitError.beta = jackknifeError(betas);
  return curve;
}

std::vector<double> squareOfEach(const Trajectory& way, const TimeLag& lag) {
  std::vector<double> mean(way.atoms(), 0.0);
  for (const auto& [from, to] : lag.origins) {
    for (std::size_t i = 0; i < mean.size(); ++i)
      mean[i] += (way.positions[to][i] - way.positions[from][i]).squaredNorm() /
                 static_cast<double>(lag.origins.size());
  }
  return mean;
}

/// How often each atom leaves its place.
std::vector<double> jumpsOf(const Trajectory& way, double threshold_A) {
  std::vector<double> jumps(way.atoms(), 0.0);
  parallelFor(static_cast<std::int64_t>(jumps.size()), [&](std::int64_t i, int) {
    Vec3 place = way.positions[0][i];
    for (std::size_t f = 1; f < way.frames(); ++f) {
      if ((way.positions[f][i] - place).norm() <= threshold_A) continue;
      ++jumps[i];
      place = way.positions[f][i];
    }
  });
  return jumps;
}

void addColumns(const Trajectory& way, const TimeLag& lag, double threshold_A, Mobility& mobility) {
  mobility.columns.add(
      {"mobility_A2", "angstrom^2",
       fmt::format("squared displacement over {:.6g} ps (three axes), mean over {} "
                   "origins, drift of the sample taken out",
                   lag.time_ps, lag.origins.size()),
       squareOfEach(way, lag)});
  const std::vector<double> jumps = jumpsOf(way, threshold_A);
  const double all_ps = way.times_ps.back();
  std::vector<double> time(jumps.size(), kNaN), error(jumps.size(), kNaN);
  double mobile = 0;
  for (std::size_t i = 0; i < jumps.size(); ++i) {
    if (jumps[i] == 0) continue;
    ++mobile;
    time[i] = all_ps / jumps[i];
    error[i] = time[i] / std::sqrt(jumps[i]);
  }
  mobility.mobileShare = mobile / static_cast<double>(jumps.size());
  const std::string how =
      fmt::format("farther than {:g} angstrom from its place, in {:.6g} ps seen at {} times",
                  threshold_A, all_ps, way.frames());
  mobility.columns.add({"jumps", "1", "times that the atom went " + how, jumps});
  mobility.columns.add({"residence_time_ps", "ps",
                        "time over number of jumps, " + how + "; undefined without any", time});
  mobility.columns.add({"residence_time_error_ps", "ps",
                        "standard error of residence_time_ps by the root of the number of jumps",
                        error});
}

}  // namespace

Mobility Mobility::of(const Trajectory& way, const MobilitySettings& settings) {
  settings.validate();
  std::vector<int> elements = way.atomicNumbers;
  std::ranges::sort(elements);
  elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
  std::vector<std::size_t> groupOf;
  for (const int z : way.atomicNumbers)
    groupOf.push_back(
        static_cast<std::size_t>(std::ranges::lower_bound(elements, z) - elements.begin()));
  Mobility mobility;
  mobility.lags =
      timeLags(way.times_ps, settings.perDecade, static_cast<std::size_t>(settings.mostOrigins));
  const std::vector<TimeLag>& lags = mobility.lags;
  std::vector<std::vector<Parts>> sums(lags.size());  // [lag][group]
  parallelFor(static_cast<std::int64_t>(lags.size()), [&](std::int64_t l, int) {
    throwIfInterrupted();
    sums[l] = sumsOf(way, lags[l], groupOf, elements.size(), settings.q_invA);
  });
  std::vector<Parts> together(lags.size());
  for (std::size_t l = 0; l < lags.size(); ++l)
    for (const Parts& group : sums[l])
      for (int p = 0; p < kParts; ++p) together[l][p].add(group[p]);
  mobility.curves.push_back(curveOf(together, lags, settings.fitFrom_ps));
  mobility.curves.back().group = "all";
  mobility.curves.back().atoms = way.atoms();
  for (std::size_t g = 0; g < elements.size() && elements.size() > 1; ++g) {
    std::vector<Parts> ofLag;
    for (const auto& groups : sums) ofLag.push_back(groups[g]);
    mobility.curves.push_back(curveOf(ofLag, lags, settings.fitFrom_ps));
    mobility.curves.back().group = std::string(elementSymbol(elements[g]));
    mobility.curves.back().atoms = static_cast<std::size_t>(std::ranges::count(groupOf, g));
  }
  const std::vector<double>& alpha = mobility.curves.front().nonGaussian;
  mobility.mostHeterogeneous =
      static_cast<std::size_t>(std::ranges::max_element(alpha) - alpha.begin());
  addColumns(way, lags[mobility.mostHeterogeneous], settings.threshold_A, mobility);
  return mobility;
}

std::string Mobility::csv() const {
  std::string text =
      "group,lag_ps,origins,square_displacement_A2,square_displacement_error_A2,non_gaussian,"
      "non_gaussian_error,scattering,scattering_error\n";
  for (const MobilityCurve& c : curves) {
    for (std::size_t l = 0; l < lags.size(); ++l) {
      text += fmt::format("{},{:.8g},{},{:.8g},{:.4g},{:.6g},{:.4g},{:.8g},{:.4g}\n", c.group,
                          lags[l].time_ps, lags[l].origins.size(), c.squareDisplacement_A2[l],
                          c.squareDisplacementError_A2[l], c.nonGaussian[l], c.nonGaussianError[l],
                          c.scattering[l], c.scatteringError[l]);
    }
  }
  return text;
}

}  // namespace glasscope::sim
