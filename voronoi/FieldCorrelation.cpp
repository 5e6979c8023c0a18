#include "voronoi/FieldCorrelation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "core/Error.h"
#include "core/Parallel.h"
#include "voronoi/ImageBins.h"

namespace glasscope::voronoi {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kDefaultRange_A = 20;
constexpr std::size_t kParts = 8;
constexpr std::size_t kChunk = 256;

/// Sums over the pairs whose centre lies in one part of the box.
struct Sums {
  explicit Sums(std::size_t bins) : product(bins, 0), pairs(bins, 0) {}
  void add(const Sums& o, double sign = 1) {
    for (std::size_t b = 0; b < pairs.size(); ++b) {
      product[b] += sign * o.product[b];
      pairs[b] += sign * o.pairs[b];
    }
    square += sign * o.square;
    count += sign * o.count;
    nearProduct += sign * o.nearProduct;
    nearPairs += sign * o.nearPairs;
    nearSquares += sign * o.nearSquares;
  }
  std::vector<double> product, pairs;
  double square = 0, count = 0, nearProduct = 0, nearPairs = 0, nearSquares = 0;
};

double rangeOf(const Atoms& atoms, const FieldCorrelationSettings& s) {
  double range = s.max_A;
  if (range == 0) {
    range = kDefaultRange_A;
    for (int d = 0; d < 3; ++d) range = std::min(range, 0.5 * atoms.box.heights()[d]);
  }
  const bool right = std::isfinite(range) && s.bin_A > 0 && range >= s.bin_A &&
                     range / s.bin_A <= 1e4 && s.neighbour_A > 0 && s.fitFrom_A >= 0;
  if (right) return range;
  throw Error(ErrorKind::usage,
              fmt::format("correlation up to {} angstrom in bins of {}", range, s.bin_A),
              "range, bin and reach are positive and make at most 10,000 bins",
              "use for example 20 angstrom in bins of 0.5");
}

std::vector<double> deviations(const Atoms& atoms, const Column& field, bool bySpecies) {
  std::map<int, std::pair<double, double>> mean;
  const auto group = [&](std::size_t i) { return bySpecies ? atoms.atomicNumbers[i] : 0; };
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (std::isfinite(field.values[i])) {
      auto& [sum, count] = mean[group(i)];
      sum += field.values[i];
      ++count;
    }
  std::vector<double> out(atoms.size(), kUndefined);
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (std::isfinite(field.values[i])) {
      const auto& [sum, count] = mean[group(i)];
      out[i] = field.values[i] - sum / count;
    }
  return out;
}

/// Defined atoms by eighth of the box, in the order of their bins.
std::array<std::vector<std::size_t>, kParts> parts(const ImageBins& images,
                                                   const std::vector<double>& d) {
  std::array<std::vector<std::size_t>, kParts> out;
  for (const auto index : images.order()) {
    const auto i = static_cast<std::size_t>(index);
    if (std::isnan(d[i])) continue;
    const Vec3& x = images.fractional(i);
    out[(x[0] > 0.5 ? 1U : 0U) + (x[1] > 0.5 ? 2U : 0U) + (x[2] > 0.5 ? 4U : 0U)].push_back(i);
  }
  return out;
}

Sums sumsOf(const ImageBins& images, const std::vector<std::size_t>& centres,
            const std::vector<double>& d, std::size_t bins,
            const FieldCorrelationSettings& settings) {
  const double range = static_cast<double>(bins) * settings.bin_A;
  const double reach = std::max(range, settings.neighbour_A);
  std::vector<Sums> chunks((centres.size() + kChunk - 1) / kChunk, Sums(bins));
  parallelFor(static_cast<std::int64_t>(chunks.size()), [&](std::int64_t c, int) {
    auto& sums = chunks[static_cast<std::size_t>(c)];
    const auto begin = static_cast<std::size_t>(c) * kChunk;
    for (auto k = begin; k < std::min(centres.size(), begin + kChunk); ++k) {
      const auto i = centres[k];
      double near = 0;
      sums.square += d[i] * d[i];
      ++sums.count;
      images.search(i, -1, reach, EveryBin{}, [&](std::int32_t j, const Vec3& vector) {
        const double other = d[static_cast<std::size_t>(j)];
        if (std::isnan(other)) return;
        const double r = vector.norm();
        const auto bin = static_cast<std::size_t>(r / settings.bin_A);
        if (bin < bins) {
          sums.product[bin] += d[i] * other;
          ++sums.pairs[bin];
        }
        if (r <= settings.neighbour_A) {
          sums.nearProduct += d[i] * other;
          ++near;
        }
      });
      sums.nearPairs += near;
      sums.nearSquares += near * near;
    }
  });
  Sums out(bins);
  for (const auto& chunk : chunks) out.add(chunk);
  return out;
}

std::vector<double> curve(const Sums& sums) {
  std::vector<double> out;
  const double variance = sums.square / sums.count;
  for (std::size_t b = 0; b < sums.pairs.size(); ++b)
    out.push_back(sums.pairs[b] > 0 ? sums.product[b] / sums.pairs[b] / variance : kUndefined);
  return out;
}

struct Fit {
  double length, amplitude, misfit;
};

/// The best amplitude for a given length, and what is left.
Fit fitAmplitude(double length, const std::vector<double>& r, const std::vector<double>& c,
                 const std::vector<double>& weight) {
  double ce = 0, ee = 0, cc = 0;
  for (std::size_t b = 0; b < r.size(); ++b) {
    if (std::isnan(c[b])) continue;
    const double e = std::exp(-r[b] / length);
    ce += weight[b] * c[b] * e;
    ee += weight[b] * e * e;
    cc += weight[b] * c[b] * c[b];
  }
  return {length, ee > 0 ? ce / ee : 0, ee > 0 ? cc - ce * ce / ee : cc};
}

/// A scan over the logarithm of the length, then golden sections around its best.
Fit fitExponential(const std::vector<double>& r, const std::vector<double>& c,
                   const std::vector<double>& weight) {
  constexpr int kSteps = 120;
  const double low = std::log(0.05 * r.front() + 0.05), high = std::log(20 * r.back());
  const auto at = [&](double x) { return fitAmplitude(std::exp(x), r, c, weight); };
  double best = low;
  for (int i = 1; i <= kSteps; ++i) {
    const double x = low + (high - low) * i / kSteps;
    const auto fit = at(x);
    if (fit.amplitude > 0 && fit.misfit < at(best).misfit) best = x;
  }
  double a = best - (high - low) / kSteps, b = best + (high - low) / kSteps;
  constexpr double kGolden = 0.6180339887498949;
  for (int i = 0; i < 60; ++i) {
    const double left = b - kGolden * (b - a), right = a + kGolden * (b - a);
    (at(left).misfit < at(right).misfit ? b : a) =
        at(left).misfit < at(right).misfit ? right : left;
  }
  const auto fit = at(0.5 * (a + b));
  return fit.amplitude > 0 ? fit : Fit{kUndefined, kUndefined, kUndefined};
}

/// Trapezoidal integral from C(0) = 1 to the first zero, bins without pairs left out.
double integralLength(const std::vector<double>& r, const std::vector<double>& c) {
  double sum = 0, r0 = 0, c0 = 1;
  for (std::size_t b = 0; b < r.size(); ++b) {
    if (std::isnan(c[b])) continue;
    if (c[b] <= 0) return sum + 0.5 * c0 * (r[b] - r0) * c0 / (c0 - c[b]);
    sum += 0.5 * (c0 + c[b]) * (r[b] - r0);
    r0 = r[b];
    c0 = c[b];
  }
  return sum;
}

/// Everything that is estimated, in one row: C(r), length, amplitude, integral length.
std::vector<double> estimates(const Sums& sums, const FieldCorrelation& out, double fitFrom) {
  auto row = curve(sums);
  const auto c = row;
  auto weight = sums.pairs;
  for (std::size_t b = 0; b < weight.size(); ++b)
    weight[b] = out.r_A[b] < fitFrom ? 0 : weight[b] / (weight[b] + sums.count);
  const auto fit = fitExponential(out.r_A, c, weight);
  row.push_back(fit.length);
  row.push_back(fit.amplitude);
  row.push_back(integralLength(out.r_A, c));
  return row;
}

void addMoran(FieldCorrelation& out, const Sums& sums) {
  const double n = sums.count, s0 = sums.nearPairs, s1 = 2 * sums.nearPairs,
               s2 = 4 * sums.nearSquares;
  out.moran = out.moranZ = kUndefined;
  if (s0 == 0 || n < 3 || sums.square == 0) return;
  const double expected = -1 / (n - 1);
  const double variance =
      (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0) - expected * expected;
  out.moran = n / s0 * sums.nearProduct / sums.square;
  out.moranZ = variance > 0 ? (out.moran - expected) / std::sqrt(variance) : kUndefined;
}

}  // namespace

FieldCorrelation fieldCorrelation(const Atoms& atoms, const Column& field,
                                  const FieldCorrelationSettings& settings) {
  const auto bins =
      static_cast<std::size_t>(rangeOf(atoms, settings) / settings.bin_A * (1 + 1e-12));
  FieldCorrelation out;
  out.field = field.name;
  for (std::size_t b = 0; b < bins; ++b)
    out.r_A.push_back((static_cast<double>(b) + 0.5) * settings.bin_A);
  const auto d = deviations(atoms, field, settings.removeSpeciesMean);
  const ImageBins images(atoms.box, atoms.positions);
  Sums all(bins);
  std::vector<Sums> part;
  for (const auto& centres : parts(images, d)) {
    part.push_back(sumsOf(images, centres, d, bins, settings));
    all.add(part.back());
  }
  out.pairs = all.pairs;
  const auto value = estimates(all, out, settings.fitFrom_A);
  std::vector<double> square(value.size(), 0);
  std::vector<std::vector<double>> rows;
  for (const auto& left : part) {
    Sums rest = all;
    rest.add(left, -1);
    rows.push_back(estimates(rest, out, settings.fitFrom_A));
  }
  for (std::size_t v = 0; v < value.size(); ++v) {
    double mean = 0;
    for (const auto& row : rows) mean += row[v] / kParts;
    for (const auto& row : rows) square[v] += (row[v] - mean) * (row[v] - mean);
  }
  const auto error = [&](std::size_t v) { return std::sqrt((kParts - 1.0) / kParts * square[v]); };
  for (std::size_t b = 0; b < bins; ++b) {
    out.c.push_back(value[b]);
    out.cError.push_back(error(b));
  }
  out.length_A = value[bins];
  out.lengthError_A = error(bins);
  out.amplitude = value[bins + 1];
  out.integralLength_A = value[bins + 2];
  out.integralLengthError_A = error(bins + 2);
  addMoran(out, all);
  return out;
}

}  // namespace glasscope::voronoi
