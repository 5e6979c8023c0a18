#pragma once

#include <vector>

#include "multislice/optics/ProbeSettings.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {

/// Full width at half maximum of the probe without aberrations, an Airy disc, in angstrom: 0.5145
/// wavelength / semiangle (Born and Wolf, Sec. 8.5.2); and the semiangle (mrad) of such a width.
double airyWidth_A(double semiangle_mrad, const ElectronBeam& beam);
double semiangleOfWidth_mrad(double fwhm_A, const ElectronBeam& beam);

/// The intensity of a probe in vacuum as a function of the distance from its centre: what a truth
/// map at the resolution of the probe is weighted with.
struct ProbeProfile {
  std::vector<double> radius_A;   ///< ascending from 0
  std::vector<double> intensity;  ///< relative to the centre of the unaberrated probe
  double fwhm_A = 0;              ///< full width at half of the central intensity

  /// Integrates the aperture, psi(r) = int J0(2 pi k r) exp(-i chi(k)) k dk (Born and Wolf, Sec.
  /// 8.8), with the round aberrations (defocus, C30, C50); astigmatism and coma, which have no
  /// radial profile, are left out. Reaches to the third dark ring of the unaberrated probe, which
  /// holds 94 % of its intensity.
  static ProbeProfile of(const ProbeSettings& settings, const ElectronBeam& beam);

  /// The same at several defoci instead of that of the settings, on common radii out to `reach_A`
  /// (angstrom): Bessel functions, which take the time, are shared.
  static std::vector<ProbeProfile> throughFocus(const ProbeSettings& settings,
                                                const ElectronBeam& beam,
                                                const std::vector<double>& defoci_A,
                                                double reach_A);
};

}  // namespace glasscope::multislice
