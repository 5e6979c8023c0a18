#pragma once

#include <memory>

#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/potentials/SliceStack.h"
#include "multislice/propagation/Propagator.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// Plane waves through foils of one size, on one grid. Slices are made some at a time, so that
/// memory does not grow with the thickness.
class ExitWave {
 public:
  /// For so many snapshots, foils like this one.
  ExitWave(const MicroscopeSettings& microscope, const Grid& grid, const Foil& like,
           int snapshots = 1);

  const Grid& grid() const { return propagator_.grid(); }
  const ElectronBeam& beam() const { return beam_; }
  int slices() const { return stackOf(0).count(); }

  /// The wave at the lower face of a foil in reciprocal space (unshifted), incident amplitude one.
  /// Frequencies count from the (perhaps inclined) beam. `snapshot`: which of all it is, for the
  /// height at which its slices begin (SliceStack). Throws Error(usage) for a foil of another size.
  Wave of(const Foil& foil, int snapshot = 0);

  /// Carries any wave in reciprocal space from the upper to the lower face of a foil.
  void carry(const Foil& foil, Wave& wave, int snapshot = 0);

 private:
  SliceStack stackOf(int snapshot) const {
    return SliceStack::of(microscope_, extent_A_.z(), {}, snapshot, snapshots_);
  }
  /// Through vacuum.
  void propagate(double distance_A, Wave& wave) const;

  MicroscopeSettings microscope_;
  ElectronBeam beam_;
  BandLimit limit_;
  Vec3 extent_A_;
  int snapshots_;
  Propagator propagator_;
  std::unique_ptr<WaveStepper> stepper_;
};

}  // namespace glasscope::multislice
