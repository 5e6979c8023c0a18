#include "sim/vibrations/QuasiLocalised.h"

#include <fmt/format.h>

#include "core/system/Error.h"
#include "sim/springs/SampleSprings.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/RigidMotions.h"
#include "sim/vibrations/SoftSubspace.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

double shareOf(const SoftModes& modes, std::size_t place, std::size_t mode) {
  return modes.vectors
      .block<3, 1>(3 * static_cast<Eigen::Index>(place), static_cast<Eigen::Index>(mode))
      .squaredNorm();
}

SoftestMode modeOf(const SoftModes& modes, const SpringAtoms& order, std::size_t k) {
  SoftestMode mode;
  mode.frequency_THz = frequency_THz(modes.eigenvalues[k]);
  mode.participationRatio = modes.participationRatio(k);
  for (std::size_t place = 0; place < order.size(); ++place) {
    const double share = shareOf(modes, place, k);
    if (share <= mode.largestShare) continue;
    mode.largestShare = share;
    mode.centre = static_cast<std::size_t>(order.input[place]);
  }
  return mode;
}

void addColumn(Atoms& atoms, const SoftModes& modes, const SpringAtoms& order,
               const QuasiLocalised& found) {
  std::vector<double> values(atoms.size(), 0.0);
  const double perMode = static_cast<double>(atoms.size()) / static_cast<double>(found.below);
  for (std::size_t place = 0; place < order.size(); ++place)
    for (std::size_t k = 0; k < found.below; ++k)
      values[static_cast<std::size_t>(order.input[place])] += perMode * shareOf(modes, place, k);
  atoms.columns.add(
      {"quasi_localised_participation", "1",
       fmt::format("N times the atom's mean share of the {}{} modes below the first sound wave of "
                   "the box ({:.3f} THz), mass-weighted; the mean is 1; inherent structure",
                   found.complete ? "" : "at least ", found.below, found.firstPhonon_THz),
       values});
}

}  // namespace

std::optional<QuasiLocalised> addQuasiLocalised(const Potential& potential, Atoms& atoms,
                                                const SoftSpotSettings& settings,
                                                double firstPhonon_THz) {
  const auto precise = analyticSprings<double>(
      potential, atoms, {.massWeighted = true, .curvature = settings.curvature});
  if (!precise) return std::nullopt;
  const Springs<double>& springs = *precise->springs;
  const RigidMotions rigid(springs, atoms, freeMotion(atoms));
  // The subspace holds a sixth more than are asked for, and twenty, of one sample.
  if (1.15 * settings.modes + 30 > static_cast<double>(springs.rows() - rigid.count())) {
    throw Error(ErrorKind::usage,
                fmt::format("vibrations.modes = {} is too many for this sample", settings.modes),
                fmt::format("{} atoms have {} modes, and some more than are wanted take part",
                            atoms.size(), springs.rows() - rigid.count()),
                "ask for fewer");
  }
  const auto coarse = analyticSprings<float>(
      potential, atoms, {.massWeighted = true, .curvature = settings.curvature});
  const double top = spectralEdges(*coarse->springs, settings.seed).top;
  const SoftModes modes = softModes(springs, rigid, top, settings.modes, settings.seed);
  QuasiLocalised found;
  found.firstPhonon_THz = firstPhonon_THz;
  for (std::size_t k = 0; k < modes.eigenvalues.size(); ++k) {
    found.modes.push_back(modeOf(modes, springs.atoms(), k));
    if (found.modes.back().frequency_THz < firstPhonon_THz) ++found.below;
  }
  found.complete = found.below < found.modes.size();
  if (found.below > 0) addColumn(atoms, modes, springs.atoms(), found);
  return found;
}

std::string modesCsv(const QuasiLocalised& found, const Atoms& atoms) {
  std::string text = "frequency_THz,participation_ratio,atom_id,largest_share,below_first_phonon\n";
  for (const SoftestMode& mode : found.modes) {
    text += fmt::format("{:.8g},{:.6g},{},{:.6g},{}\n", mode.frequency_THz, mode.participationRatio,
                        atoms.ids[mode.centre], mode.largestShare,
                        mode.frequency_THz < found.firstPhonon_THz ? 1 : 0);
  }
  return text;
}

}  // namespace glasscope::sim
