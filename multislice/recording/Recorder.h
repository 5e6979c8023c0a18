#pragma once

#include <span>

#include "core/maps/Datacube.h"
#include "core/maps/Map2.h"
#include "multislice/recording/RecordSettings.h"

namespace glasscope::multislice {

/// Turns ideal signals into recorded ones, in this order: the probe stands elsewhere
/// (ScanDistortion; the clean scan is interpolated linearly between its positions, which blurs it a
/// little and needs no second simulation), a deposited layer scatters a fraction b of the beam, so
/// that I becomes (1 - b) I + b S, the detector spreads patterns (DetectorSpread), electrons arrive
/// (exact Poisson numbers of mean N I) and are read out: gain n + dark + noise, at most the
/// saturation, divided by gain N. The result is again a fraction of the incident beam. Without a
/// dose nothing is counted.
///
/// S is uniform over the scan: over a pattern proportional to 1 / (q^2 + q0^2)^2, the form of Lenz
/// for an amorphous layer (Z. Naturforsch. 9a (1954) 185), with sum 1 over the pattern.
/// Random numbers are keyed by position and pixel: the same for any number of threads.
class Recorder {
 public:
  /// Throws Error(usage) for settings that contradict themselves.
  explicit Recorder(const RecordSettings& settings);

  /// An annular signal; `layerShare` is the part of the layer's scattering on that detector. The
  /// spread of the detector's pixels means nothing here.
  Map2 record(const Map2& clean, double layerShare) const;
  /// Part of the layer's scattering between two spatial frequencies.
  double layerShare(double inner_invA, double outer_invA) const;

  /// Row rx of a scan, [ry, qx, qy].
  void recordRow(const Datacube& clean, int rx, std::span<float> row) const;

  /// Electrons that fall on one position. 0 without a dose.
  double electrons(const Vec2& step_A) const;

 private:
  class Counter;
  RecordSettings settings_;
};

}  // namespace glasscope::multislice
