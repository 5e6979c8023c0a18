// Checks of scattering by atoms, and of what is reduced from it, against other theory.
#include <cmath>

#include "cli/Check.h"
#include "compare/PairDistribution.h"
#include "multislice/ScatteringFactors.h"
#include "multislice/SingleAtom.h"

namespace glasscope::cli {

namespace {

constexpr const char* kElsepa = "ELSEPA 2020 (Salvat et al. 2005), Dirac partial waves";

Check ratio(const char* quantity, double found, double tolerance, const char* source) {
  Check check;
  check.quantity = quantity;
  check.expected = 1;
  check.found = found;
  check.tolerance = tolerance;
  check.source = source;
  return check;
}

// Twelve neighbours at 2.7 angstrom of a copper atom, 0.2 angstrom rms, nothing else: how many does
// the reduction of their diffraction find?
double neighboursFound() {
  const multislice::ScatteringFactors factors(multislice::Parametrisation::lobato);
  std::vector<double> k, intensity;
  for (double q = 0.02; q < 5; q += 0.02) {
    const double x = 2 * M_PI * q * 2.7;
    const double shell = 12 * std::sin(x) / x * std::exp(-2 * std::pow(M_PI * 0.2 * q, 2));
    k.push_back(q);
    intensity.push_back(std::pow(factors.factor(29, q), 2) * (1 + shell));
  }
  compare::PairDistributionSettings settings;
  settings.atomicNumbers = {29};
  settings.fractions = {1};
  settings.density_per_A3 = 0.085;
  settings.min_invA = 0.02;
  settings.scaleDegree = -1;
  settings.scale = 1;
  settings.lorch = false;
  const auto pairs = compare::pairDistribution(k, intensity, settings);
  double sum = 0;
  for (std::size_t i = 0; i < pairs.r_A.size(); ++i) {
    if (std::abs(pairs.r_A[i] - 2.7) < 1) sum += pairs.r_A[i] * pairs.G_per_A2[i] * settings.step_A;
  }
  return sum;
}

}  // namespace

std::vector<Check> scatteringChecks() {
  // Tolerances as in tests/multislice/SingleAtom.test.cpp: two models of an atom.
  const multislice::SingleAtom oxygen(8, 100), copper(29, 200), gold(79, 300);
  Check neighbours = ratio("12 planted neighbours, found by the pair distribution",
                           neighboursFound(), 0.25, "planted; rings 0.02 per angstrom apart");
  neighbours.expected = 12;
  return {ratio("O, 100 kV: total elastic cross section / 0.912509e-18 cm2",
                oxygen.total_A2() / 0.912509e-2, 0.02, kElsepa),
          ratio("Cu, 200 kV: total elastic cross section / 3.75703e-18",
                copper.total_A2() / 3.75703e-2, 0.02, kElsepa),
          ratio("Au, 300 kV: total elastic cross section / 11.9877e-18",
                gold.total_A2() / 11.9877e-2, 0.02, kElsepa),
          ratio("Cu, 200 kV, 3 deg: cross section / 4.32355e-17 cm2/sr",
                copper.differential_A2_per_sr(3) / 0.432355, 0.025, kElsepa),
          neighbours};
}

}  // namespace glasscope::cli
