#pragma once

#include <memory>

#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/propagation/Propagator.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// Plane waves through foils of one size, on one grid. Slices are made some at a time, so that
/// memory does not grow with the thickness.
class ExitWave {
 public:
  ExitWave(const MicroscopeSettings& microscope, const Grid& grid, const Foil& like);

  const Grid& grid() const { return propagator_.grid(); }
  const ElectronBeam& beam() const { return beam_; }
  int slices() const { return slices_; }

  /// The wave at the lower face of a foil in reciprocal space (unshifted), incident amplitude one.
  /// Frequencies count from the (perhaps inclined) beam. Throws Error(usage) for a foil of another
  /// size.
  Wave of(const Foil& foil);

  /// Carries any wave in reciprocal space through a foil.
  void carry(const Foil& foil, Wave& wave);

 private:
  MicroscopeSettings microscope_;
  ElectronBeam beam_;
  BandLimit limit_;
  Vec3 extent_A_;
  int slices_;
  Propagator propagator_;
  std::unique_ptr<WaveStepper> stepper_;
};

}  // namespace glasscope::multislice
