#pragma once

namespace glasscope::multislice {

/// Coefficients of the wave aberration in the notation of Krivanek (Ultramicroscopy 78, 1 (1999)):
///
///   chi(alpha, phi) = 2 pi / lambda { alpha^2/2 [C10 + C12 cos 2(phi - phi12)]
///     + alpha^3/3 [C21 cos(phi - phi21) + C23 cos 3(phi - phi23)] + alpha^4/4 C30 + alpha^6/6 C50
///     }
///
/// and the wave carries exp(-i chi). `defocus_A` is -C10: positive is underfocus (Kirkland, abTEM).
struct Aberrations {
  double defocus_A = 0;
  double c30_A = 0;  ///< third-order spherical aberration (Cs); 1 mm is 1e7
  double c50_A = 0;
  double c12_A = 0, phi12_rad = 0;  ///< twofold astigmatism
  double c21_A = 0, phi21_rad = 0;  ///< axial coma
  double c23_A = 0, phi23_rad = 0;  ///< threefold astigmatism

  /// chi at the angle (ax, ay) = wavelength * (kx, ky), in rad.
  double phase_rad(double ax_rad, double ay_rad, double wavelength_A) const;
};

}  // namespace glasscope::multislice
