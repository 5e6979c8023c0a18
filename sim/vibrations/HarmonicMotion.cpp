#include "sim/vibrations/HarmonicMotion.h"

#include <algorithm>
#include <cmath>

#include "core/system/Error.h"
#include "sim/springs/SampleSprings.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/BlockSums.h"
#include "sim/vibrations/ChebyshevFilter.h"
#include "sim/vibrations/FilterOrder.h"
#include "sim/vibrations/OscillatorSquare.h"
#include "sim/vibrations/RigidMotions.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

constexpr int kLanes = Block<float>::kLanes;

// One vector of a block as displacements; the block is mass-weighted, in sqrt(eV ps^2).
Atoms displaced(const Atoms& minimum, const SpringAtoms& order, const Block<float>& block,
                int lane) {
  Atoms atoms = minimum;
  atoms.columns.clear();
  atoms.velocities.clear();
  for (std::size_t place = 0; place < order.size(); ++place) {
    const double perRoot_A = std::sqrt(kSquaredRate_per_ps2 / order.mass[place]);
    Vec3& position = atoms.positions[static_cast<std::size_t>(order.input[place])];
    for (std::size_t axis = 0; axis < 3; ++axis)
      position[static_cast<int>(axis)] +=
          perRoot_A * static_cast<double>(block.row(3 * place + axis)[lane]);
  }
  return atoms;
}

}  // namespace

std::optional<std::vector<Atoms>> harmonicSnapshots(const Potential& potential,
                                                    const Atoms& minimum,
                                                    const SoftSpotSettings& settings, int count) {
  settings.validate();
  GLASSCOPE_ENSURE(count >= 1, "at least one configuration is drawn");
  const auto found = sampleSprings(
      potential, minimum, {.massWeighted = true, .curvature = settings.curvature}, kMostForceCalls);
  if (!found) return std::nullopt;
  const Springs<float>& springs = *found->springs;
  const RigidMotions rigid(springs, minimum, freeMotion(minimum));
  const double top = spectralEdges(springs, settings.seed).top;
  const int order = filterOrder(frequency_THz(top), settings.halfWidth_THz);
  const double floor = eigenvalueOf(lowestCounted_THz(settings.halfWidth_THz));
  const auto root = chebyshevCoefficients(
      [&](double eigenvalue) {
        return std::sqrt(quantumSquare(std::max(eigenvalue, floor), settings.temperature_K));
      },
      top, order);
  const ChebyshevFilter filter(springs, top);
  std::vector<Atoms> snapshots;
  Block<float> z(springs.rows());
  std::vector<Block<float>> moved;
  for (int first = 0; first < count; first += kLanes) {
    fillNormal(z, springs.atoms(), settings.seed, "harmonic_motion",
               static_cast<std::uint64_t>(first));
    rigid.projectOut(z);
    filter.apply(z, {root}, order, moved);
    // Drawn, not followed: they have numbers and no times.
    for (int lane = 0; lane < std::min(kLanes, count - first); ++lane) {
      snapshots.push_back(displaced(minimum, springs.atoms(), moved.front(), lane));
      snapshots.back().step = first + lane;
      snapshots.back().time_ps = std::nan("");
    }
  }
  return snapshots;
}

}  // namespace glasscope::sim
