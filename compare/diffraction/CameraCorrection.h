#pragma once

#include "compare/diffraction/CameraTransfer.h"

namespace glasscope::compare {

struct Reductions;

/// Narrower speckle (standard deviation of its autocorrelation) is not sampled by pixels.
inline constexpr double kNarrowestSpeckle_pixels = 0.5;

/// Which part of the variance of speckle a camera passes on.
struct PassedVariance {
  double pixels = 1;  ///< of single pixels: V_r, V_re, Omega_VImage, an image in dark field
  double rings = 1;   ///< of ring means, which the blur along the ring does not change: V_Omega
};

/// For speckle with a Gaussian autocorrelation exp(-d^2 / 2 a^2), d in pixels: the integral of
/// power spectrum times MTF^2 over that of the spectrum, in two dimensions and in one.
PassedVariance passedVariance(double a_pixels, const CameraTransfer& camera);

/// The width a of the speckle before the camera, from the full width at half maximum of the
/// recorded one as speckleWidth() finds it over whole pixels: found by bisection with the same
/// lags. NaN where the recorded speckle is hardly wider than the blur alone (a below half a pixel)
/// or than 32 pixels: nothing can be told then.
double speckleBeforeCamera(double recordedWidth_pixels, const CameraTransfer& camera);

/// Divides V(k), its errors and its numbers by what the camera of `reductions.used` passed on, and
/// says so beside them. The width of the speckle is that of the first ring: it is the size of the
/// probe's aperture, the same at every k. Shot noise is white behind the blur and was taken off
/// before. Where the speckle is too narrow V stays as it is, and a warning says so. Neither changes
/// what varies slowly (V of a foil of unlike thickness is not attenuated, and gets too large).
void correctForCamera(Reductions& reductions);

}  // namespace glasscope::compare
