#pragma once

#include <map>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/samples/SampleSettings.h"

namespace glasscope::sim {

/// A model of structure without a potential: of elements by their fractions (of efficient clusters
/// and of clusters with glue the composition is their own), about so many atoms. `radii_A` by
/// atomic number; spheres of these radii are packed, or neighbours of the crystal are as far apart
/// as spheres of the mean radius. A function of the arguments alone.
Atoms modelSample(const SampleSettings& settings, const std::vector<int>& elements,
                  const std::vector<double>& fractions, int atoms,
                  const std::map<int, double>& radii_A);

/// What the settings make of a glass: a piece of it, the glass with a nanocrystal, or the glass
/// itself.
Atoms shapedSample(Atoms glass, const SampleSettings& settings,
                   const std::map<int, double>& radii_A);

}  // namespace glasscope::sim
