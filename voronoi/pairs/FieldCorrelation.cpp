#include "voronoi/pairs/FieldCorrelation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/math/Minimise.h"
#include "core/system/Error.h"

namespace glasscope::voronoi {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kParts = FieldSums::kParts;

/// The sums of one field over some eighths of the box.
struct Sums {
  explicit Sums(std::size_t bins) : product(bins, 0), pairs(bins, 0) {}
  Sums(const FieldSums& sums, std::size_t field, std::size_t part)
      : square(sums.square(field, part)), count(sums.count(part)) {
    for (std::size_t b = 0; b < sums.bins(); ++b) {
      product.push_back(sums.product(field, part, b));
      pairs.push_back(sums.pairs(part, b));
    }
  }
  void add(const Sums& o, double sign = 1) {
    for (std::size_t b = 0; b < pairs.size(); ++b) {
      product[b] += sign * o.product[b];
      pairs[b] += sign * o.pairs[b];
    }
    square += sign * o.square;
    count += sign * o.count;
  }
  std::vector<double> product, pairs;
  double square = 0, count = 0;
};

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

/// A scan over the logarithm of the length, then a minimum around its best.
Fit fitExponential(const std::vector<double>& r, const std::vector<double>& c,
                   const std::vector<double>& weight) {
  constexpr int kSteps = 120;
  constexpr double kPrecision = 1e-7;  // of the length: far below its error
  const double low = std::log(0.05 * r.front() + 0.05), high = std::log(20 * r.back());
  const auto at = [&](double x) { return fitAmplitude(std::exp(x), r, c, weight); };
  double best = low;
  for (int i = 1; i <= kSteps; ++i) {
    const double x = low + (high - low) * i / kSteps;
    const auto fit = at(x);
    if (fit.amplitude > 0 && fit.misfit < at(best).misfit) best = x;
  }
  const double step = (high - low) / kSteps;
  const auto found =
      minimise([&](double x) { return at(x).misfit; }, best - step, best + step, kPrecision);
  const auto fit = at(found.place);
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

void addMoran(FieldCorrelation& out, const FieldSums& sums, std::size_t field, const Sums& all) {
  const double n = all.count, s0 = sums.nearPairs(), s1 = 2 * s0, s2 = 4 * sums.nearSquares();
  out.moran = out.moranZ = kUndefined;
  if (s0 == 0 || n < 3 || all.square == 0) return;
  const double expected = -1 / (n - 1);
  const double variance =
      (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0) - expected * expected;
  out.moran = n / s0 * sums.nearProduct(field) / all.square;
  out.moranZ = variance > 0 ? (out.moran - expected) / std::sqrt(variance) : kUndefined;
}

/// Atoms where the fields are defined, and their levels [atom][field].
struct Defined {
  std::vector<Vec3> positions;
  std::vector<std::int32_t> levels;
};

Defined definedAtoms(const Atoms& atoms, std::span<const FieldLevels> fields) {
  Defined out;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (fields.front().level[i] == FieldLevels::kUndefined) continue;
    out.positions.push_back(atoms.positions[i]);
    for (const auto& field : fields) out.levels.push_back(field.level[i]);
  }
  return out;
}

bool definedAlike(const FieldLevels& a, const FieldLevels& b) {
  return std::equal(a.level.begin(), a.level.end(), b.level.begin(), [](auto x, auto y) {
    return (x == FieldLevels::kUndefined) == (y == FieldLevels::kUndefined);
  });
}

}  // namespace

double correlationRange(const Atoms& atoms, const FieldCorrelationSettings& s) {
  constexpr double kDefaultRange_A = 20;
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

std::size_t correlationBins(const Atoms& atoms, const FieldCorrelationSettings& settings) {
  return static_cast<std::size_t>(correlationRange(atoms, settings) / settings.bin_A * (1 + 1e-12));
}

std::size_t fieldsTogether(std::span<const FieldLevels> fields) {
  std::size_t count = 1;
  while (count < std::min(fields.size(), FieldSums::kMostFields) &&
         definedAlike(fields.front(), fields[count]))
    ++count;
  return count;
}

FieldCorrelation correlationOf(const FieldSums& sums, std::size_t field, std::string name,
                               const FieldCorrelationSettings& settings) {
  const auto bins = sums.bins();
  FieldCorrelation out;
  out.field = std::move(name);
  out.speciesMeanRemoved = settings.removeSpeciesMean;
  for (std::size_t b = 0; b < bins; ++b)
    out.r_A.push_back((static_cast<double>(b) + 0.5) * settings.bin_A);
  Sums all(bins);
  std::vector<Sums> part;
  for (std::size_t p = 0; p < kParts; ++p) {
    part.emplace_back(sums, field, p);
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
  addMoran(out, sums, field, all);
  return out;
}

std::vector<FieldCorrelation> fieldCorrelations(const Atoms& atoms,
                                                std::span<const Column* const> fields,
                                                const FieldCorrelationSettings& settings) {
  const auto bins = correlationBins(atoms, settings);
  std::vector<FieldLevels> levels;
  for (const auto* field : fields)
    levels.push_back(fieldLevels(field->values, atoms.atomicNumbers, settings.removeSpeciesMean));
  std::vector<FieldCorrelation> out;
  while (out.size() < fields.size()) {
    const auto rest = std::span<const FieldLevels>(levels).subspan(out.size());
    const auto together = rest.first(fieldsTogether(rest));
    FieldSums sums(together.size(), bins);
    const auto defined = definedAtoms(atoms, together);
    sums.add(atoms.box, defined.positions, defined.levels, defined.positions.size(), settings);
    for (std::size_t f = 0; f < together.size(); ++f)
      out.push_back(correlationOf(sums, f, fields[out.size()]->name, settings));
  }
  return out;
}

FieldCorrelation fieldCorrelation(const Atoms& atoms, const Column& field,
                                  const FieldCorrelationSettings& settings) {
  const Column* fields[] = {&field};
  return fieldCorrelations(atoms, fields, settings).front();
}

}  // namespace glasscope::voronoi
