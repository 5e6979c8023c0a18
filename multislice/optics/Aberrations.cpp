#include "multislice/optics/Aberrations.h"

#include <cmath>
#include <complex>

#include "core/math/Constants.h"

namespace glasscope::multislice {

namespace {

using Complex = std::complex<double>;

double power(double base, int exponent) {
  double result = 1;
  for (; exponent > 0; --exponent) result *= base;
  return result;
}

Complex power(Complex base, int exponent) {
  Complex result = 1;
  for (; exponent > 0; --exponent) result *= base;
  return result;
}

// C_nm exp(-i m phi_nm), with which a term is Re[that * w^m] |w|^(n+1-m) / (n+1): a polynomial,
// for n + 1 - m is even.
Complex coefficient(const Aberrations& a, const AberrationTerm& term) {
  const double degrees = term.azimuth_deg ? a.*term.azimuth_deg : 0;
  return a.*term.magnitude_A * std::polar(1.0, -term.multiplicity * degrees * constants::kPi / 180);
}

}  // namespace

double Aberrations::phase_rad(double ax_rad, double ay_rad, double wavelength_A) const {
  const Complex w(ax_rad, ay_rad);
  const double a2 = std::norm(w);
  double path_A = -defocus_A * a2 / 2;
  for (const AberrationTerm& term : kAberrationTerms) {
    if (this->*term.magnitude_A == 0) continue;
    const int n = term.order, m = term.multiplicity;
    path_A +=
        (coefficient(*this, term) * power(w, m)).real() * power(a2, (n + 1 - m) / 2) / (n + 1);
  }
  return 2 * constants::kPi / wavelength_A * path_A;
}

std::array<double, 2> Aberrations::rayDisplacement_A(double ax_rad, double ay_rad) const {
  const Complex w(ax_rad, ay_rad);
  const double a2 = std::norm(w);
  // d/dx + i d/dy of Re[c w^m] |w|^(2p) is m conj(c w^(m-1)) |w|^(2p) + 2 p w Re[c w^m]
  // |w|^(2p-2).
  Complex sum = -defocus_A * w;
  for (const AberrationTerm& term : kAberrationTerms) {
    if (this->*term.magnitude_A == 0) continue;
    const int n = term.order, m = term.multiplicity, p = (n + 1 - m) / 2;
    const Complex c = coefficient(*this, term);
    if (m > 0) {
      sum += static_cast<double>(m) / (n + 1) * std::conj(c * power(w, m - 1)) * power(a2, p);
    }
    if (p > 0) {
      sum += 2.0 * p / (n + 1) * w * (c * power(w, m)).real() * power(a2, p - 1);
    }
  }
  return {sum.real(), sum.imag()};
}

Aberrations Aberrations::withDefocus(double other_A) const {
  Aberrations copy = *this;
  copy.defocus_A = other_A;
  return copy;
}

}  // namespace glasscope::multislice
