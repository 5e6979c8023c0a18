// Checks of scattering by atoms, and of what is reduced from it, against other theory.
#include <algorithm>
#include <cmath>

#include "cli/checks/Check.h"
#include "compare/diffraction/PairDistribution.h"
#include "core/scattering/ScatteringFactors.h"
#include "multislice/plane_wave/SingleAtom.h"
#include "multislice/plane_wave/runHrtem.h"

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
  const ScatteringFactors factors(Parametrisation::lobato);
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

// The image of Fig. 5.12 of Kirkland's book, see
// tests/multislice/plane_wave/KirklandReference.test.cpp.
multislice::HrtemResult fiveAtoms() {
  constexpr int kAtoms[] = {6, 14, 29, 79, 92};
  Atoms atoms;
  atoms.box = Box::orthogonal({50, 50, 1});
  for (std::size_t a = 0; a < std::size(kAtoms); ++a) {
    atoms.add(kAtoms[a], {5 + 10 * static_cast<double>(a), 25, 0.5});
  }
  multislice::HrtemJob job;
  job.microscope.parametrisation = Parametrisation::kirkland;
  job.microscope.grid_points = 512;
  job.microscope.slices = 1;
  job.imaging.aberrations.defocus_A = 700;
  job.imaging.aberrations.c30_A = 1.3e7;
  job.imaging.aperture_mrad = 10.37;
  const multislice::Foil foil = multislice::Foil::cut(atoms, {});
  return multislice::runHrtem(job, {&foil, 1});
}

std::vector<Check> imageChecks() {
  const multislice::HrtemResult result = fiveAtoms();
  const auto& image = result.images[0].values;
  const auto [darkest, brightest] = std::minmax_element(image.begin(), image.end());
  Check dark, bright;
  dark.quantity = "bright field of C, Si, Cu, Au, U, 200 kV: least intensity";
  dark.expected = 0.72;
  dark.found = *darkest;
  bright.quantity = "the same: largest intensity";
  bright.expected = 1.03;
  bright.found = *brightest;
  for (Check* check : {&dark, &bright}) {
    check->tolerance = 0.005;  // printed with two digits
    check->source = "published: Kirkland (2010), Fig. 5.12";
  }
  return {dark, bright};
}

}  // namespace

std::vector<Check> scatteringChecks() {
  // Tolerances as in tests/multislice/plane_wave/SingleAtom.test.cpp: two models of an atom.
  const multislice::SingleAtom oxygen(8, 100), weak(8, 200), copper(29, 200), gold(79, 300);
  Check neighbours = ratio("12 planted neighbours, found by the pair distribution",
                           neighboursFound(), 0.25, "planted; rings 0.02 per angstrom apart");
  neighbours.expected = 12;
  std::vector<Check> checks = {ratio("O, 100 kV: total elastic cross section / 0.912509e-18 cm2",
                                     oxygen.total_A2() / 0.912509e-2, 0.02, kElsepa),
                               ratio("Cu, 200 kV: total elastic cross section / 3.75703e-18",
                                     copper.total_A2() / 3.75703e-2, 0.02, kElsepa),
                               ratio("Au, 300 kV: total elastic cross section / 11.9877e-18",
                                     gold.total_A2() / 11.9877e-2, 0.02, kElsepa),
                               ratio("O, 200 kV, 3 deg: cross section / 4.14484e-18 cm2/sr",
                                     weak.differential_A2_per_sr(3) / 0.0414484, 0.025, kElsepa),
                               ratio("Cu, 200 kV, 3 deg: cross section / 4.32355e-17 cm2/sr",
                                     copper.differential_A2_per_sr(3) / 0.432355, 0.025, kElsepa),
                               neighbours};
  for (const Check& check : imageChecks()) checks.push_back(check);
  return checks;
}

}  // namespace glasscope::cli
