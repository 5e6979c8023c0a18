#pragma once

#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/potentials/Potential.h"
#include "multislice/potentials/SliceStack.h"
#include "multislice/potentials/Slicing.h"

namespace glasscope::multislice {

/// The potential of one foil, slice by slice, as the settings of the microscope ask for it: which
/// atoms belong to a slice, and how much of each. Made on demand, so that nothing of the foil's
/// size is held. Many threads may ask for slices at once. Holds a reference to the foil.
class SlicedPotential {
 public:
  /// On the whole grid, in the slices of a sole snapshot. Throws Error(usage) for an unknown
  /// parametrisation or projection.
  SlicedPotential(const Foil& foil, const Grid& grid, const MicroscopeSettings& microscope)
      : SlicedPotential(foil, grid, microscope, SliceStack(microscope, foil.thickness_A()),
                        grid.nx(), grid.ny()) {}

  /// On regions of nx x ny pixels of the grid (see Potential).
  SlicedPotential(const Foil& foil, const Grid& grid, const MicroscopeSettings& microscope,
                  const SliceStack& stack, int nx, int ny);

  int count() const { return slicing_.count(); }

  /// Projected potential of slice s, V angstrom, on the pixels x0 .. x0 + nx - 1 by
  /// y0 .. y0 + ny - 1 of the periodic lattice, [x, y].
  Array2<float> slice(int s, int x0 = 0, int y0 = 0) const;

  /// Into memory of the caller's: nx ny values, y fastest.
  void slice(int s, int x0, int y0, std::span<float> result) const;

  /// Memory that a thread needs while it makes a slice.
  double scratch_bytes() const { return potential_.scratch_bytes(); }

 private:
  /// Beyond the first and the last slice there is none, so these take what leaks out of the foil.
  Potential::Depths depthsOf(int s) const;
  std::span<const std::size_t> atomsNear(int s) const;

  const Foil& foil_;
  Slicing slicing_;
  Potential potential_;
};

}  // namespace glasscope::multislice
