#include "multislice/potentials/SlicedPotential.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/potentials/Slicing.h"

namespace glasscope::multislice {

SlicedPotential::SlicedPotential(const Foil& foil, const Grid& grid,
                                 const MicroscopeSettings& microscope, int nx, int ny)
    : foil_(foil),
      slicing_(foil, sliceCount(microscope, foil)),
      potential_(grid, ScatteringFactors(microscope.parametrisation), foil.species(), nx, ny,
                 microscope.projection) {}

Array2<float> SlicedPotential::slice(int s, int x0, int y0) const {
  Array2<float> result(potential_.nx(), potential_.ny());
  slice(s, x0, y0, result.span());
  return result;
}

void SlicedPotential::slice(int s, int x0, int y0, std::span<float> result) const {
  potential_.project(foil_, atomsNear(s), x0, y0, result, depthsOf(s));
}

std::span<const std::size_t> SlicedPotential::atomsNear(int s) const {
  const int near = static_cast<int>(std::ceil(potential_.reach_A() / slicing_.thickness_A()));
  return slicing_.atoms(s - near, s + near);
}

Potential::Depths SlicedPotential::depthsOf(int s) const {
  Potential::Depths depths = Potential::kEverywhere;
  if (s > 0) depths.low_A = s * slicing_.thickness_A();
  if (s + 1 < slicing_.count()) depths.high_A = (s + 1) * slicing_.thickness_A();
  return depths;
}

}  // namespace glasscope::multislice
