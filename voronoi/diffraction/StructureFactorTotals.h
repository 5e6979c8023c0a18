#pragma once

#include <vector>

#include "voronoi/diffraction/StructureFactor.h"

namespace glasscope::voronoi {

/// Concentrations of the species in ascending atomic number.
std::vector<double> concentrations(const Atoms& atoms);

/// Adds the weighted totals to partials that are there. A radiation without a value for an element
/// is left out, with a warning in the result.
void addTotals(StructureFactor& result, const std::vector<int>& species,
               const std::vector<double>& concentration);

/// Multiples of the step up to the largest k. Throws Error(usage).
std::vector<double> waveNumbers(const StructureFactorSettings& settings);

}  // namespace glasscope::voronoi
