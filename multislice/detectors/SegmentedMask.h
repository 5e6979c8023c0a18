#pragma once

#include <vector>

#include "multislice/detectors/Detector.h"
#include "multislice/detectors/DetectorSettings.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// A segmented detector on one grid: edges are hard, a diffraction pixel belongs wholly to one
/// segment; only the incident direction, where all sectors of the first ring meet, is shared
/// equally among them.
class SegmentedMask : public Detector {
 public:
  /// Throws Error(usage) for an empty range, a segment that counts no pixel, or more than 4096
  /// segments; Error(capacity) when the grid does not carry the outer angle.
  SegmentedMask(const DetectorSettings& detector, const Grid& grid, const ElectronBeam& beam);

  /// Segments, ring by ring.
  std::size_t values() const override { return segments_; }
  void measure(std::span<const std::complex<float>> wave, std::span<double> out) const override;

 private:
  struct Run {
    long begin, end;
    std::size_t segment;
  };
  std::size_t segments_, sectors_;
  std::vector<Run> runs_;
  bool centre_ = false;
};

}  // namespace glasscope::multislice
