#include "sim/vibrations/SoftSpots.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "sim/springs/SampleSprings.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/FilterOrder.h"
#include "sim/vibrations/LocalSpectrum.h"
#include "sim/vibrations/OscillatorSquare.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

constexpr int kPilotVectors = 16;

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// The window that holds the share of modes asked for, from a first look at the density of states.
struct Window {
  double edge_THz, halfWidth_THz;

  double operator()(double lambda) const {
    return 0.5 * std::erfc((frequency_THz(std::max(0.0, lambda)) - edge_THz) / halfWidth_THz);
  }
};

// A band from zero holds all that is softer, too.
std::function<double(double)> bandBetween(double low_THz, double high_THz, double halfWidth_THz) {
  return [=](double lambda) {
    const Window below{high_THz, halfWidth_THz}, out{low_THz, halfWidth_THz};
    return below(lambda) - (low_THz > 0 ? out(lambda) : 0);
  };
}

void requireResolved(const Window& window, const SoftSpotSettings& settings, double top_THz) {
  if (window.halfWidth_THz <= 0.5 * window.edge_THz) return;
  const double width = 0.25 * window.edge_THz;
  throw Error(
      ErrorKind::usage, "the soft window cannot be resolved",
      fmt::format("the lowest {:g} % of the modes end at {:.3f} THz, the edge of the window is "
                  "{:.3f} THz wide",
                  100 * settings.share, window.edge_THz, window.halfWidth_THz),
      fmt::format("take vibrations.window_width_THz = {:.3f} (polynomials of order {:.0f}), or a "
                  "larger share",
                  width, 1.0 * filterOrder(top_THz, width)));
}

// Values by place in the springs, back in the order of the configuration.
std::vector<double> inInputOrder(const SpringAtoms& order, const std::vector<double>& values,
                                 double factor, bool perMass) {
  std::vector<double> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    result[static_cast<std::size_t>(order.input[i])] =
        factor * values[i] / (perMass ? order.mass[i] : 1.0);
  }
  return result;
}

std::string howText(const SoftSpotSettings& settings, const HarmonicVibrations& found,
                    const std::string& origin) {
  return fmt::format(
      "; inherent structure, {} random vectors (seed {}) through polynomials of "
      "order {}; {}",
      found.vectors, settings.seed, found.order, origin);
}

void addColumns(Atoms& atoms, const SpringAtoms& order, const LocalSpectrum& spectrum,
                const SoftSpotSettings& settings, const std::string& origin,
                HarmonicVibrations& found) {
  const LocalValues& soft = spectrum.functions[0];
  found.modesInWindow = meanOf(soft.mean) * static_cast<double>(atoms.size());
  const double perMean = 1 / meanOf(soft.mean);
  const std::string how = howText(settings, found, origin);
  const std::string window =
      fmt::format("the lowest {:g} % of the modes (edge at {:.3f} THz, {:.2f} THz half-width)",
                  100 * settings.share, found.softEdge_THz, settings.halfWidth_THz);
  atoms.columns.add({"soft_mode_participation", "1",
                     "share of the atom in " + window +
                         ", N p_i, mass-weighted, rigid motions left out; the mean is 1" + how,
                     inInputOrder(order, soft.mean, perMean, false)});
  atoms.columns.add({"soft_mode_participation_error", "1",
                     "standard error of soft_mode_participation over the random vectors",
                     inInputOrder(order, soft.error, perMean, false)});
  // m u^2 in eV ps^2 over g/mol: 1 eV/(g/mol) is kSquaredRate_per_ps2 angstrom^2/ps^2.
  const double third = kSquaredRate_per_ps2 / 3;
  const std::string axis = fmt::format(
      "harmonic mean square displacement along one axis at {:g} K, modes below {:.2f} THz counted "
      "as at {:.2f}",
      settings.temperature_K, found.lowestCounted_THz, found.lowestCounted_THz);
  atoms.columns.add({"harmonic_u2_A2", "angstrom^2", axis + ", classical" + how,
                     inInputOrder(order, spectrum.functions[1].mean, third, true)});
  atoms.columns.add({"harmonic_u2_error_A2", "angstrom^2",
                     "standard error of harmonic_u2_A2 over the random vectors",
                     inInputOrder(order, spectrum.functions[1].error, third, true)});
  atoms.columns.add({"harmonic_u2_quantum_A2", "angstrom^2", axis + ", quantum oscillators" + how,
                     inInputOrder(order, spectrum.functions[2].mean, third, true)});
  found.meanU2_A2 = meanOf(atoms.columns.at("harmonic_u2_A2").values);
  found.meanU2Quantum_A2 = meanOf(atoms.columns.at("harmonic_u2_quantum_A2").values);
}

void addBands(Atoms& atoms, const SpringAtoms& order, const LocalSpectrum& spectrum,
              std::size_t firstBand, const SoftSpotSettings& settings, const std::string& how) {
  for (std::size_t band = 0; band + 1 < settings.bands_THz.size(); ++band) {
    const double low = settings.bands_THz[band], high = settings.bands_THz[band + 1];
    const LocalValues& values = spectrum.functions[firstBand + band];
    const std::string name = fmt::format("local_states_{}", band + 1);
    atoms.columns.add(
        {name, "1/THz",
         fmt::format("local density of states: modes of the atom per THz between {:g} and {:g} THz "
                     "(edges of {:g} THz half-width)",
                     low, high, settings.halfWidth_THz) +
             how,
         inInputOrder(order, values.mean, 1 / (high - low), false)});
    atoms.columns.add({name + "_error", "1/THz",
                       "standard error of " + name + " over the random vectors",
                       inInputOrder(order, values.error, 1 / (high - low), false)});
  }
}

// Where springs come from, in words, and what they know of the sample.
struct SpringFacts {
  double forceNorm_eV_per_A;
  std::string origin;
};

HarmonicVibrations measure(const Springs<float>& springs, Atoms& atoms,
                           const SoftSpotSettings& settings, const SpringFacts& facts) {
  const RigidMotions rigid(springs, atoms, freeMotion(atoms));
  const double top = spectralEdges(springs, settings.seed).top;
  const double top_THz = frequency_THz(top);
  const int order = filterOrder(top_THz, settings.halfWidth_THz);
  const double modes = static_cast<double>(springs.rows() - rigid.count());
  const auto pilot = localSpectrum(springs, rigid, top, {}, {kPilotVectors, order, settings.seed});
  const Window window{
      DensityOfStates(pilot.moments, top, modes).frequencyOf(settings.share * modes),
      settings.halfWidth_THz};
  requireResolved(window, settings, top_THz);
  const double floor_THz = lowestCounted_THz(settings.halfWidth_THz);
  const double floor = eigenvalueOf(floor_THz);
  const double temperature_K = settings.temperature_K;
  // sum |e|^2 f(lambda) is m u^2 with the latter two.
  std::vector<std::function<double(double)>> functions{
      window,
      [=](double lambda) { return classicalSquare(std::max(lambda, floor), temperature_K); },
      [=](double lambda) { return quantumSquare(std::max(lambda, floor), temperature_K); }};
  const std::size_t firstBand = functions.size();
  for (std::size_t band = 0; band + 1 < settings.bands_THz.size(); ++band)
    functions.push_back(bandBetween(settings.bands_THz[band], settings.bands_THz[band + 1],
                                    settings.halfWidth_THz));
  const auto spectrum =
      localSpectrum(springs, rigid, top, functions, {settings.vectors, order, settings.seed});
  HarmonicVibrations found{DensityOfStates(spectrum.moments, top, modes)};
  found.softEdge_THz = window.edge_THz;
  found.lowestCounted_THz = floor_THz;
  found.forceNorm_eV_per_A = facts.forceNorm_eV_per_A;
  found.order = order;
  found.vectors = spectrum.vectors;
  found.rigidMotions = rigid.count();
  addColumns(atoms, springs.atoms(), spectrum, settings, facts.origin, found);
  addBands(atoms, springs.atoms(), spectrum, firstBand, settings,
           howText(settings, found, facts.origin));
  return found;
}

}  // namespace

void SoftSpotSettings::validate() const {
  const auto require = [](bool fine, const char* name, double value, const char* rule) {
    if (fine) return;
    throw Error(ErrorKind::usage, fmt::format("vibrations cannot have {} = {:g}", name, value),
                rule, "correct that setting");
  };
  require(share > 0 && share <= 0.5, "share", share, "the soft window is a share in (0, 0.5]");
  require(halfWidth_THz > 0 && std::isfinite(halfWidth_THz), "window_width_THz", halfWidth_THz,
          "a width is positive");
  require(vectors >= 2 && vectors <= 100000, "vectors", vectors, "2 to 100000 vectors");
  const bool ascending =
      std::adjacent_find(bands_THz.begin(), bands_THz.end(),
                         [](double a, double b) { return !(a < b); }) == bands_THz.end();
  require(bands_THz.size() != 1 && ascending, "bands_THz, first edge",
          bands_THz.empty() ? 0 : bands_THz.front(),
          "the edges of bands are at least two, and ascend");
  require(modes >= 0 && modes <= 2000, "modes", modes, "0 to 2000 modes");
  require(temperature_K > 0 && temperature_K <= 20000, "temperature_K", temperature_K,
          "a temperature lies in (0, 20000] K");
}

std::optional<HarmonicVibrations> addSoftSpots(const Potential& potential, Atoms& atoms,
                                               const SoftSpotSettings& settings) {
  settings.validate();
  const auto found = sampleSprings(
      potential, atoms, {.massWeighted = true, .curvature = settings.curvature}, kMostForceCalls);
  if (!found) return std::nullopt;
  return measure(*found->springs, atoms, settings, {found->forceNorm_eV_per_A, found->origin});
}

}  // namespace glasscope::sim
