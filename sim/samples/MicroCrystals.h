#pragma once

#include <cstdint>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// The micro-crystalline model of a glass (W. L. Bragg's for liquids and glasses; that real ones
/// are not so is why it is a null model): grains of an fcc crystal, each turned at random, in the
/// Voronoi cells of random points of a cube that repeats.
struct MicroCrystalSettings {
  std::vector<int> elements;
  std::vector<double> fractions;
  double atoms = 1000;      ///< about: at boundaries there is room for fewer
  double nearest_A = 2.56;  ///< distance of neighbours in the crystal
  double grain_A = 15;      ///< edge of a cube of the mean volume of a grain
  std::uint64_t seed = 1;
};

/// Elements are drawn for the sites by largest remainder, at random. Of two atoms of different
/// grains that are nearer than 0.7 of `nearest_A` one is left out, and nothing is relaxed: small
/// grains make a loose sample. The column `grain` numbers the grains. Throws Error(usage) where
/// less than one grain would fit.
Atoms microCrystals(const MicroCrystalSettings& settings);

}  // namespace glasscope::sim
