#include "voronoi/diffraction/StructureFactorTotals.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/scattering/ScatteringWeights.h"
#include "core/system/Error.h"

namespace glasscope::voronoi {

namespace {

constexpr double kMostPoints = 20000;
constexpr double kTableEnd_invA = 12;  // of the X-ray factors, s = 6

/// Faber-Ziman sum at one k; `f` holds one weight a species.
double weighted(const StructureFactor& result, std::size_t k, const std::vector<double>& c,
                const std::vector<double>& f) {
  double sum = 0, mean = 0;
  std::size_t pair = 0;
  for (std::size_t a = 0; a < c.size(); ++a) {
    mean += c[a] * f[a];
    for (std::size_t b = a; b < c.size(); ++b, ++pair)
      sum += (a == b ? 1 : 2) * c[a] * c[b] * f[a] * f[b] * result.partials[pair].s[k];
  }
  return sum / (mean * mean);
}

void findPeak(StructureFactor::Total& total, const std::vector<double>& k_invA) {
  for (std::size_t k = 0; k < k_invA.size(); ++k)
    if (total.s[k] > std::max(1.0, total.peak)) {
      total.peak = total.s[k];
      total.peak_invA = k_invA[k];
    }
}

}  // namespace

std::vector<double> concentrations(const Atoms& atoms) {
  const auto species = atoms.species();
  std::vector<double> out(species.size(), 0);
  for (const int z : atoms.atomicNumbers)
    out[static_cast<std::size_t>(std::lower_bound(species.begin(), species.end(), z) -
                                 species.begin())] += 1;
  for (auto& c : out) c /= static_cast<double>(atoms.size());
  return out;
}

std::vector<double> waveNumbers(const StructureFactorSettings& s) {
  const bool right = s.max_invA > 0 && s.max_invA <= kTableEnd_invA && s.step_invA > 0 &&
                     s.max_invA / s.step_invA <= kMostPoints && s.max_invA >= s.step_invA;
  if (!right)
    throw Error(
        ErrorKind::usage,
        fmt::format("S(k) up to {} 1/angstrom in steps of {}", s.max_invA, s.step_invA),
        fmt::format("both are positive, k is at most {:g} and there are at most {:g} points",
                    kTableEnd_invA, kMostPoints),
        "use for example 2 1/angstrom in steps of 0.01");
  std::vector<double> out;
  for (int i = 1; i <= static_cast<int>(s.max_invA / s.step_invA * (1 + 1e-12)); ++i)
    out.push_back(i * s.step_invA);
  return out;
}

void addTotals(StructureFactor& result, const std::vector<int>& species,
               const std::vector<double>& concentration) {
  struct Kind {
    const char* name;
    Radiation radiation;
  };
  const Kind kinds[] = {{"neutron", Radiation::neutron},
                        {"xray", Radiation::xray},
                        {"electron", Radiation::electron}};
  const auto add = [&](const char* name, const auto& weight) {
    StructureFactor::Total total{name, {}, 0, 0};
    for (std::size_t k = 0; k < result.k_invA.size(); ++k) {
      std::vector<double> f;
      for (const int z : species) f.push_back(weight(z, result.k_invA[k]));
      total.s.push_back(weighted(result, k, concentration, f));
    }
    findPeak(total, result.k_invA);
    result.totals.push_back(std::move(total));
  };
  add("number", [](int, double) { return 1.0; });
  for (const auto& kind : kinds) {
    try {
      add(kind.name, [&](int z, double k) { return scatteringWeight(kind.radiation, z, k); });
    } catch (const Error& error) {
      result.warnings.push_back(
          fmt::format("S(k) is given without {} weights: {}", kind.name, error.problem()));
    }
  }
}

}  // namespace glasscope::voronoi
