#pragma once

namespace glasscope {

/// What a diffraction experiment sees an atom with.
enum class Radiation { neutron, xray, electron };

/// How strongly a neutral atom scatters, in fm (neutron, bound coherent length, natural isotopes),
/// electrons (X-ray, without anomalous terms) or angstrom (electron, first Born, rest mass, by
/// the Mott-Bethe formula from the X-ray factor). k = 1/d in 1/angstrom, up to 12. Only ratios of
/// elements matter here. Throws Error(input) outside Z = 1 to 98, and for neutrons where the table
/// has no length.
double scatteringWeight(Radiation radiation, int atomicNumber, double k_invA);

namespace tables {

/// f0 = c + sum a_i exp(-b_i s^2), s = k / 2.
struct XrayRow {
  double a[5], c, b[5];
};
extern const XrayRow kXray[98];
extern const double kNeutron_fm[98];

}  // namespace tables

}  // namespace glasscope
