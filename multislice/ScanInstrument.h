#pragma once

#include <optional>
#include <vector>

#include "multislice/Probe.h"
#include "multislice/Propagator.h"
#include "multislice/ScanJob.h"
#include "multislice/Transmission.h"
#include "multislice/WaveStepper.h"

namespace glasscope::multislice {

/// A scan job made ready for one specimen geometry: everything that all probes share. Immutable.
class ScanInstrument {
 public:
  /// Throws what Grid, Probe, the detectors and ScanGrid throw.
  ScanInstrument(const ScanJob& job, const Foil& foil, double taper_invA = 0);

  const Grid& grid() const { return grid_; }
  const ElectronBeam& beam() const { return beam_; }
  int slices() const { return slices_; }
  const ScanGrid& scan() const { return scan_; }
  const Propagator& propagator() const { return propagator_; }

  /// Number of annular numbers of one probe: detectors times depths.
  std::size_t signals() const { return masks_.size() * depths_.size(); }
  /// Slices after which the annular detectors record; the last is the exit.
  const std::vector<int>& depths() const { return depths_; }
  /// Values in one diffraction pattern; 0 without a pixelated detector.
  std::size_t patternSize() const;

  /// Transmission functions of one snapshot (parallel over slices).
  Transmission transmissionOf(const Foil& foil) const;

  /// One probe through one snapshot: writes signals() numbers, detector by detector and depth by
  /// depth within it, and adds weight times the diffraction pattern to `pattern`.
  void measure(int rx, int ry, const Transmission& transmission, WaveStepper& stepper,
               Wave& scratch, std::span<double> signals, float weight,
               std::span<float> pattern) const;

 private:
  ElectronBeam beam_;
  MicroscopeSettings microscope_;
  Grid grid_;
  BandLimit limit_;
  int slices_;
  ScanGrid scan_;
  Propagator propagator_;
  Probe probe_;
  std::vector<AnnularMask> masks_;
  std::optional<PixelBinning> binning_;
  std::vector<int> depths_;
};

}  // namespace glasscope::multislice
