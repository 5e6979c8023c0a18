#pragma once

#include <vector>

#include "multislice/detectors/Detector.h"
#include "multislice/detectors/DetectorSettings.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// The moments of the diffracted intensity in [inner, outer): a fraction of the incident beam; that
/// times the scattering angle along x and along y, mrad; and times the products xx, xy and yy of
/// these, mrad^2, which say how far single electrons lie from their mean (recording needs it). The
/// centre of mass is a quotient of the first three, taken after incoherent averages.
class CentreOfMassMask : public Detector {
 public:
  /// Throws Error(usage) for an empty range or one without pixels, Error(capacity) when the grid
  /// does not carry the outer angle.
  CentreOfMassMask(const DetectorSettings& detector, const Grid& grid, const ElectronBeam& beam);

  std::size_t values() const override { return 6; }
  void measure(std::span<const std::complex<float>> wave, std::span<double> out) const override;

 private:
  struct Run {  ///< pixels of one row
    long begin, end;
    double x_mrad, firstY_mrad;
  };
  double stepY_mrad_;
  std::vector<Run> runs_;
};

}  // namespace glasscope::multislice
