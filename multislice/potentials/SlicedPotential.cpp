#include "multislice/potentials/SlicedPotential.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {

SlicedPotential::SlicedPotential(const Foil& foil, const Grid& grid,
                                 const MicroscopeSettings& microscope, const SliceStack& stack,
                                 int nx, int ny)
    : foil_(foil),
      slicing_(foil, stack.faces_A()),
      potential_(grid, ScatteringFactors(microscope.parametrisation), foil.species(), nx, ny,
                 microscope.projection,
                 Potential::narrowFor_A2(grid.bandLimit_invA() / microscope.potentialOversampling,
                                         ElectronBeam(microscope.voltage_kV).wavelength_A(),
                                         stack.step_A())) {}

Array2<float> SlicedPotential::slice(int s, int x0, int y0) const {
  Array2<float> result(potential_.nx(), potential_.ny());
  slice(s, x0, y0, result.span());
  return result;
}

void SlicedPotential::slice(int s, int x0, int y0, std::span<float> result) const {
  potential_.project(foil_, atomsNear(s), x0, y0, result, depthsOf(s));
}

std::span<const std::size_t> SlicedPotential::atomsNear(int s) const {
  if (potential_.reach_A() == 0) return slicing_.atoms(s);
  return slicing_.atomsBetween(slicing_.low_A(s) - potential_.reach_A(),
                               slicing_.high_A(s) + potential_.reach_A());
}

Potential::Depths SlicedPotential::depthsOf(int s) const {
  return {slicing_.low_A(s), slicing_.high_A(s)};
}

}  // namespace glasscope::multislice
