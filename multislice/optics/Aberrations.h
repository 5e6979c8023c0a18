#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/settings/Fields.h"

namespace glasscope::multislice {

/// Coefficients of the wave aberration to fifth order in the notation of Krivanek, Dellby and
/// Lupini (Ultramicroscopy 78, 1 (1999)):
///
///   chi(alpha, phi) = 2 pi / lambda  sum_nm  C_nm alpha^(n+1) / (n+1)  cos m (phi - phi_nm)
///
/// and the wave carries exp(-i chi). `defocus_A` is -C10: positive is underfocus (Kirkland, abTEM).
/// A term of multiplicity m repeats itself when the lens is turned by 360/m degrees.
struct Aberrations {
  double defocus_A = 0;
  double c12_A = 0, phi12_deg = 0;  ///< twofold astigmatism
  double c21_A = 0, phi21_deg = 0;  ///< axial coma
  double c23_A = 0, phi23_deg = 0;  ///< threefold astigmatism
  double c30_A = 0;                 ///< third-order spherical aberration (Cs); 1 mm is 1e7
  double c32_A = 0, phi32_deg = 0;  ///< star aberration
  double c34_A = 0, phi34_deg = 0;  ///< fourfold astigmatism
  double c41_A = 0, phi41_deg = 0;  ///< fourth-order axial coma
  double c43_A = 0, phi43_deg = 0;  ///< three-lobe aberration
  double c45_A = 0, phi45_deg = 0;  ///< fivefold astigmatism
  double c50_A = 0;                 ///< fifth-order spherical aberration
  double c52_A = 0, phi52_deg = 0;  ///< fifth-order star aberration
  double c54_A = 0, phi54_deg = 0;  ///< fifth-order rosette
  double c56_A = 0, phi56_deg = 0;  ///< sixfold astigmatism

  /// chi at the angle (ax, ay) = wavelength * (kx, ky), in rad.
  double phase_rad(double ax_rad, double ay_rad, double wavelength_A) const;

  /// The gradient of the wave aberration (2 pi / lambda times this is that of chi), angstrom: how
  /// far beside the axis a ray of this angle crosses the plane of focus. [0] along x, [1] along y.
  std::array<double, 2> rayDisplacement_A(double ax_rad, double ay_rad) const;

  /// The same coefficients with another defocus.
  Aberrations withDefocus(double other_A) const;
};

/// One term C_nm of the expansion, all but the defocus.
struct AberrationTerm {
  int order, multiplicity;               ///< n and m
  double Aberrations::*magnitude_A;      ///< C_nm
  double Aberrations::*azimuth_deg;      ///< phi_nm; null for round terms
  std::string_view name, azimuth, what;  ///< "c12_A", "phi12_deg", "twofold astigmatism"
};

inline constexpr std::array<AberrationTerm, 13> kAberrationTerms{{
    {1, 2, &Aberrations::c12_A, &Aberrations::phi12_deg, "c12_A", "phi12_deg",
     "Twofold astigmatism"},
    {2, 1, &Aberrations::c21_A, &Aberrations::phi21_deg, "c21_A", "phi21_deg", "Axial coma"},
    {2, 3, &Aberrations::c23_A, &Aberrations::phi23_deg, "c23_A", "phi23_deg",
     "Threefold astigmatism"},
    {3, 0, &Aberrations::c30_A, nullptr, "c30_A", "",
     "Third-order spherical aberration (1 mm is 1e7)"},
    {3, 2, &Aberrations::c32_A, &Aberrations::phi32_deg, "c32_A", "phi32_deg", "Star aberration"},
    {3, 4, &Aberrations::c34_A, &Aberrations::phi34_deg, "c34_A", "phi34_deg",
     "Fourfold astigmatism"},
    {4, 1, &Aberrations::c41_A, &Aberrations::phi41_deg, "c41_A", "phi41_deg",
     "Fourth-order axial coma"},
    {4, 3, &Aberrations::c43_A, &Aberrations::phi43_deg, "c43_A", "phi43_deg",
     "Three-lobe aberration"},
    {4, 5, &Aberrations::c45_A, &Aberrations::phi45_deg, "c45_A", "phi45_deg",
     "Fivefold astigmatism"},
    {5, 0, &Aberrations::c50_A, nullptr, "c50_A", "", "Fifth-order spherical aberration"},
    {5, 2, &Aberrations::c52_A, &Aberrations::phi52_deg, "c52_A", "phi52_deg",
     "Fifth-order star aberration"},
    {5, 4, &Aberrations::c54_A, &Aberrations::phi54_deg, "c54_A", "phi54_deg",
     "Fifth-order rosette"},
    {5, 6, &Aberrations::c56_A, &Aberrations::phi56_deg, "c56_A", "phi56_deg",
     "Sixfold astigmatism"},
}};

void eachField(MaybeConst<Aberrations> auto& a, auto&& visit) {
  visit(Field{"defocus_A", "Defocus; positive is underfocus"}, a.defocus_A);
  for (const AberrationTerm& term : kAberrationTerms) {
    const std::string help = std::string(term.what) + ", C" + std::to_string(term.order) +
                             std::to_string(term.multiplicity) + " of Krivanek";
    visit(Field{term.name, help}, a.*term.magnitude_A);
    if (term.azimuth_deg) {
      visit(Field{term.azimuth, "Its azimuth from x", {-360, 360}}, a.*term.azimuth_deg);
    }
  }
}

}  // namespace glasscope::multislice
