#pragma once

#include <complex>
#include <span>
#include <string>
#include <vector>

#include "core/settings/Fields.h"
#include "multislice/detectors/Detector.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// An annular detector (inner 0: a disc). It counts the frequencies whose angle lies in
/// [inner, outer): edges are hard, a diffraction pixel belongs wholly to one side.
struct AnnularDetector {
  std::string name = "haadf";
  double inner_mrad = 60;
  double outer_mrad = 100;
};

void eachField(MaybeConst<AnnularDetector> auto& d, auto&& visit) {
  visit(Field{"inner_mrad", "Inner angle of the detector", kNotNegative}, d.inner_mrad);
  visit(Field{"outer_mrad", "Outer angle of the detector", kPositive}, d.outer_mrad);
}

/// The rows of frequencies that a detector counts on one grid.
class AnnularMask : public Detector {
 public:
  /// Throws Error(usage) when inner >= outer or no pixel is counted, Error(capacity) when the grid
  /// does not carry `outer`.
  AnnularMask(const AnnularDetector& detector, const Grid& grid, const ElectronBeam& beam);

  /// Fraction of the incident beam: the sum of |wave|^2 over the mask, of a wave in reciprocal
  /// space (unshifted) whose incident sum was one.
  double measure(std::span<const std::complex<float>> wave) const;

  void measure(std::span<const std::complex<float>> wave, std::span<double> out) const override {
    out[0] = measure(wave);
  }
  void mark(std::vector<bool>& counted) const override;

 private:
  struct Run {
    long begin, end;
  };
  std::vector<Run> runs_;
};

}  // namespace glasscope::multislice
