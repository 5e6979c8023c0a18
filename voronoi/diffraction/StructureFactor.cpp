#include "voronoi/diffraction/StructureFactor.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/InterruptibleFor.h"
#include "voronoi/diffraction/StructureFactorTotals.h"

namespace glasscope::voronoi {

namespace {

constexpr double kBin_A = 0.02;  // fine enough for k = 12: a twentieth of a period
constexpr double kDefaultRange_A = 20;

double rangeOf(const Atoms& atoms, const StructureFactorSettings& settings) {
  if (settings.range_A > 0) return settings.range_A;
  double range = kDefaultRange_A;
  for (int d = 0; d < 3; ++d)
    if (atoms.box.periodic()[static_cast<std::size_t>(d)])
      range = std::min(range, 0.5 * atoms.box.heights()[d]);
  return range;
}

double window(double r, double range, bool lorch) {
  const double x = constants::kPi * r / range;
  return lorch && x > 0 ? std::sin(x) / x : 1;
}

/// Integral over each bin with g constant in it, exact for any Q: what binning does to a narrow
/// peak is a factor sinc(Q bin / 2), far below 1 % here.
std::vector<double> transform(const RadialDistribution& radial, const std::vector<double>& k_invA,
                              double density, double range, bool lorch) {
  std::vector<double> kernel(radial.g.size());
  for (std::size_t i = 0; i < kernel.size(); ++i)
    kernel[i] = 4 * constants::kPi * density * (radial.g[i] - 1) * radial.r_A[i] *
                window(radial.r_A[i], range, lorch) * kBin_A;
  std::vector<double> out(k_invA.size());
  interruptibleFor(static_cast<std::int64_t>(k_invA.size()), [&](std::int64_t n, int) {
    const double q = 2 * constants::kPi * k_invA[static_cast<std::size_t>(n)];
    double sum = 0;
    for (std::size_t i = 0; i < kernel.size(); ++i) sum += kernel[i] * std::sin(q * radial.r_A[i]);
    out[static_cast<std::size_t>(n)] = 1 + sum / q;
  });
  return out;
}

/// g(r) up to R knows nothing of waves longer than 2 R, the edge of the box where R is half of it.
void forgetUnresolved(StructureFactor& result) {
  for (std::size_t n = 0; n < result.k_invA.size(); ++n)
    if (2 * result.range_A * result.k_invA[n] < 1 - 1e-12)
      for (auto& partial : result.partials) partial.s[n] = std::numeric_limits<double>::quiet_NaN();
}

/// A total is a mean square: where cutting g(r) off makes it negative, it says nothing.
void sayWhereNegative(StructureFactor& result) {
  constexpr double kByRounding = -0.02;
  double lowest = kByRounding, furthest = 0;
  for (const auto& total : result.totals)
    for (std::size_t n = 0; n < total.s.size(); ++n)
      if (total.s[n] < kByRounding) {
        lowest = std::min(lowest, total.s[n]);
        furthest = std::max(furthest, result.k_invA[n]);
      }
  if (furthest > 0)
    result.method += fmt::format(
        "; cutting g(r) off makes S(k) negative (down to {:.2f}) in places up to k = {:g} "
        "1/angstrom, which no structure has",
        lowest, furthest);
}

}  // namespace

RadialSettings structureFactorPairs(const Atoms& atoms, const RadialSettings& radial,
                                    const StructureFactorSettings& settings) {
  RadialSettings fine = radial;
  fine.bin_A = kBin_A;
  fine.max_A = rangeOf(atoms, settings);
  // Whole bins, so that window and range agree.
  fine.max_A = std::max(1.0, std::floor(fine.max_A / kBin_A * (1 + 1e-12))) * kBin_A;
  return fine;
}

StructureFactor structureFactorOf(const std::vector<RadialDistribution>& pairs, const Atoms& atoms,
                                  const RadialSettings& fine,
                                  const StructureFactorSettings& settings) {
  StructureFactor result;
  result.k_invA = waveNumbers(settings);
  result.range_A = fine.max_A;
  result.method =
      fmt::format("Fourier transform of g(r) up to {:.1f} angstrom, {}", fine.max_A,
                  settings.window == PairWindow::lorch ? "Lorch's window" : "no window");
  double density = static_cast<double>(atoms.size()) / atoms.box.volume();
  if (!fine.density_per_A3.empty()) {
    density = 0;
    for (const auto& [species, d] : fine.density_per_A3) density += d;
  }
  for (std::size_t p = 1; p < pairs.size(); ++p)
    result.partials.push_back({pairs[p].centre, pairs[p].neighbour,
                               transform(pairs[p], result.k_invA, density, result.range_A,
                                         settings.window == PairWindow::lorch)});
  forgetUnresolved(result);
  addTotals(result, atoms.species(), concentrations(atoms));
  sayWhereNegative(result);
  return result;
}

StructureFactor structureFactorFromPairs(const Atoms& atoms, const RadialSettings& radial,
                                         const StructureFactorSettings& settings) {
  const auto fine = structureFactorPairs(atoms, radial, settings);
  return structureFactorOf(radialDistributions(atoms, fine), atoms, fine, settings);
}

}  // namespace glasscope::voronoi
