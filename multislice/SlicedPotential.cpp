#include "multislice/SlicedPotential.h"

#include "multislice/ScanJob.h"

namespace glasscope::multislice {

SlicedPotential::SlicedPotential(const Foil& foil, const Grid& grid,
                                 const MicroscopeSettings& microscope, int nx, int ny)
    : foil_(foil),
      slicing_(foil, sliceCount(microscope, foil)),
      potential_(grid, ScatteringFactors(parametrisationNamed(microscope.parametrisation)),
                 foil.species(), nx, ny) {}

Array2<float> SlicedPotential::slice(int s, int x0, int y0) const {
  return potential_.project(foil_, slicing_.atoms(s), x0, y0);
}

void SlicedPotential::slice(int s, int x0, int y0, std::span<float> result) const {
  potential_.project(foil_, slicing_.atoms(s), x0, y0, result);
}

}  // namespace glasscope::multislice
