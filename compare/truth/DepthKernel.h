#pragma once

#include <vector>

#include "compare/truth/ProbeKernel.h"
#include "multislice/optics/ProbeSettings.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::compare {

/// What a scan position sees at every depth of a foil: one kernel for each slice, each of integral
/// one, so that every depth weighs as much and only its sharpness differs.
class DepthKernel {
 public:
  /// The same at every depth, as in the limit of a parallel beam.
  DepthKernel(ProbeKernel kernel);  // NOLINT(google-explicit-constructor): a kernel is one

  /// The probe as it travels through vacuum: at depth z below the entrance its defocus is that of
  /// the settings less z, so that an underfocus of f puts the focus at z = f. Slices are an eighth
  /// of the depth of focus, wavelength / semiangle^2, thick, or as many as 64 make. All reach to
  /// the third dark ring beyond the widest geometrical shadow. Scattering is left out: in a thick
  /// foil the real probe is wider. Throws Error(usage) for a thickness that is not positive.
  static DepthKernel vacuumProbe(const multislice::ProbeSettings& probe,
                                 const multislice::ElectronBeam& beam, double thickness_A);

  /// Of a depth below the entrance surface, angstrom; beyond either end that of the end.
  const ProbeKernel& at(double depth_A) const { return slices_[sliceOf(depth_A)]; }
  std::size_t sliceOf(double depth_A) const;
  const std::vector<ProbeKernel>& slices() const { return slices_; }
  double sliceThickness_A() const { return thickness_A_; }

  double reach_A() const;  ///< of the widest
  double narrowestFwhm_A() const;
  double widestFwhm_A() const;

 private:
  DepthKernel() = default;
  std::vector<ProbeKernel> slices_;
  double thickness_A_ = 1;  ///< of one slice
};

}  // namespace glasscope::compare
