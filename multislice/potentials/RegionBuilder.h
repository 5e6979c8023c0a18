#pragma once

#include <vector>

#include "multislice/potentials/RegionTransmission.h"
#include "multislice/potentials/SlicedPotential.h"
#include "multislice/potentials/TransmissionFilter.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/PixelRegion.h"

namespace glasscope::multislice {

/// Makes transmission functions on regions of a specimen's lattice, of any size up to one that is
/// chosen once. Where a region is as long as the period of the lattice the whole period is
/// computed, exactly, and repeated; elsewhere a margin around the region, in which the potential
/// fades to zero, keeps the band limit of what lies beyond from ringing into it.
class RegionBuilder {
 public:
  /// Width of that margin at least.
  static constexpr double kMargin_A = 5;

  /// For regions of at most `largest.ni` x `largest.nj` pixels.
  RegionBuilder(const Grid& lattice, const PixelRegion& largest, const ElectronBeam& beam,
                const MicroscopeSettings& microscope, double taper_invA = 0);

  /// The potential of a foil on regions of this builder, cut as the stack says; holds a reference
  /// to the foil.
  SlicedPotential potentialOf(const Foil& foil, const SliceStack& stack) const;

  /// Fills slices from a potential that `potentialOf` made (parallel over them).
  void fill(const SlicedPotential& potential, RegionTransmission& slices) const;

  /// Pixels that are computed for a region of the largest size.
  static double computedPixels(const Grid& lattice, const PixelRegion& largest);
  /// Memory that each thread needs while it builds such regions from potentials that are `finer`
  /// times oversampled.
  static double scratch_bytes(const Grid& lattice, const PixelRegion& largest, int finer);

 private:
  /// One axis of what is computed.
  struct Axis {
    Axis(int largest, int period, double step_A, int finer);
    int first(int regionFirst, int regionCount) const;
    bool whole;
    int count;
    std::vector<float> fade;  ///< of the potential's pixels; empty for a whole period
  };
  Grid computedGrid() const;
  void fade(Array2<float>& potential) const;
  void fillSlice(const SlicedPotential& potential, int slice, RegionTransmission& slices) const;

  Grid lattice_;
  int finer_;  ///< oversampling of the potential
  Axis x_, y_;
  MicroscopeSettings microscope_;
  TransmissionFilter filter_;
};

}  // namespace glasscope::multislice
