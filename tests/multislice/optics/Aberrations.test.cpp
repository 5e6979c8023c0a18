#include "multislice/optics/Aberrations.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {
namespace {

constexpr double kPi = std::numbers::pi;
const double kLambda = ElectronBeam(200).wavelength_A();

/// A coefficient whose phase at 25 mrad is a few rad, whatever its order.
double usefulSize_A(int order) {
  return kLambda * (order + 1) / std::pow(0.025, order + 1);
}

Aberrations only(const AberrationTerm& term, double azimuth_deg) {
  Aberrations a;
  a.*term.magnitude_A = usefulSize_A(term.order);
  if (term.azimuth_deg) a.*term.azimuth_deg = azimuth_deg;
  return a;
}

/// All terms at once, of mixed signs and azimuths.
Aberrations everything() {
  Aberrations a;
  a.defocus_A = 123;
  int i = 0;
  for (const AberrationTerm& term : kAberrationTerms) {
    a.*term.magnitude_A = usefulSize_A(term.order) * (i % 3 == 0 ? -0.7 : 0.4 + 0.05 * i);
    if (term.azimuth_deg) a.*term.azimuth_deg = 17.0 * i - 60;
    ++i;
  }
  return a;
}

double at(const Aberrations& a, double angle, double phi) {
  return a.phase_rad(angle * std::cos(phi), angle * std::sin(phi), kLambda);
}

TEST(Aberrations, holdEveryTermOfTheNotationToFifthOrder) {
  // n + m is odd and m <= n + 1 (Krivanek 1999): 14 terms with the defocus.
  std::size_t next = 0, expected = 0;
  for (int n = 1; n <= 5; ++n) {
    for (int m = (n + 1) % 2; m <= n + 1; m += 2) {
      if (n == 1 && m == 0) continue;  // the defocus
      ++expected;
      ASSERT_LT(next, kAberrationTerms.size());
      EXPECT_EQ(kAberrationTerms[next].order, n);
      EXPECT_EQ(kAberrationTerms[next].multiplicity, m);
      EXPECT_EQ(kAberrationTerms[next].azimuth_deg != nullptr, m > 0);
      ++next;
    }
  }
  EXPECT_EQ(expected, kAberrationTerms.size());
}

TEST(Aberrations, eachTermIsThePublishedCosine) {
  // The polar form, term by term; sums of powers and cosines agree to rounding.
  for (const AberrationTerm& term : kAberrationTerms) {
    const double azimuth = term.azimuth_deg ? 23.0 : 0.0;
    const Aberrations a = only(term, azimuth);
    for (double phi : {-2.2, 0.1, 0.9, 2.7}) {
      for (double angle : {0.004, 0.025, 0.031}) {
        const double expected = 2 * kPi / kLambda * usefulSize_A(term.order) *
                                std::pow(angle, term.order + 1) / (term.order + 1) *
                                std::cos(term.multiplicity * (phi - azimuth * kPi / 180));
        EXPECT_NEAR(at(a, angle, phi), expected, 1e-10) << term.name;
      }
    }
  }
}

TEST(Aberrations, eachTermRepeatsItselfUnderItsRotationAndNoFinerOne) {
  for (const AberrationTerm& term : kAberrationTerms) {
    const Aberrations a = only(term, 11);
    const int m = term.multiplicity;
    const double turn = m == 0 ? 0.777 : 2 * kPi / m;
    EXPECT_NEAR(at(a, 0.02, 0.4 + turn), at(a, 0.02, 0.4), 1e-10) << term.name;
    if (m == 0) continue;
    // Half of that turn changes its sign.
    EXPECT_NEAR(at(a, 0.02, 0.4 + turn / 2), -at(a, 0.02, 0.4), 1e-10) << term.name;
    EXPECT_GT(std::abs(at(a, 0.02, 11 * kPi / 180)), 0.1) << term.name;
  }
}

TEST(Aberrations, turningEveryAzimuthTurnsTheLens) {
  Aberrations turned = everything();
  for (const AberrationTerm& term : kAberrationTerms) {
    if (term.azimuth_deg) turned.*term.azimuth_deg += 30;
  }
  EXPECT_NEAR(at(turned, 0.027, 1.3 + kPi / 6), at(everything(), 0.027, 1.3), 1e-9);
}

TEST(Aberrations, roundTermsAreThoseOfTheTextbook) {
  // chi = pi lambda k^2 (Cs lambda^2 k^2 / 2 - defocus) (Kirkland 2010, Chap. 2).
  Aberrations a;
  a.c30_A = 1.3e7;
  a.defocus_A = 700;
  const double k = 0.35;
  EXPECT_NEAR(a.phase_rad(kLambda * k, 0, kLambda),
              kPi * kLambda * k * k * (0.5 * 1.3e7 * kLambda * kLambda * k * k - 700), 1e-9);
}

TEST(Aberrations, agreeWithTheCartesianPolynomials) {
  // C21, C23 and C32 written out in x and y: independent of complex powers and of angles.
  const double x = 0.013, y = -0.007, r2 = x * x + y * y, unit = 2 * kPi / kLambda;
  Aberrations coma, three, star;
  coma.c21_A = 3e4;
  EXPECT_NEAR(coma.phase_rad(x, y, kLambda), unit * 3e4 / 3 * x * r2, 1e-10);
  coma.phi21_deg = 90;
  EXPECT_NEAR(coma.phase_rad(x, y, kLambda), unit * 3e4 / 3 * y * r2, 1e-10);
  three.c23_A = 3e4;
  EXPECT_NEAR(three.phase_rad(x, y, kLambda), unit * 3e4 / 3 * (x * x * x - 3 * x * y * y), 1e-10);
  star.c32_A = 3e6;
  EXPECT_NEAR(star.phase_rad(x, y, kLambda), unit * 3e6 / 4 * (x * x - y * y) * r2, 1e-10);
  star.phi32_deg = 45;
  EXPECT_NEAR(star.phase_rad(x, y, kLambda), unit * 3e6 / 4 * 2 * x * y * r2, 1e-10);
}

TEST(Aberrations, raysAreDisplacedByTheGradient) {
  const Aberrations a = everything();
  const double h = 1e-6;
  for (double x : {-0.02, 0.004, 0.018}) {
    for (double y : {-0.011, 0.0, 0.023}) {
      const auto d = a.rayDisplacement_A(x, y);
      const double unit = kLambda / (2 * kPi) / (2 * h);
      // Central differences err by h^2 times the third derivative, about 1e-12 of 1e9 here, and by
      // rounding, 1e-16 / h of the phase.
      EXPECT_NEAR(d[0], unit * (a.phase_rad(x + h, y, kLambda) - a.phase_rad(x - h, y, kLambda)),
                  1e-4 * (1 + std::abs(d[0])));
      EXPECT_NEAR(d[1], unit * (a.phase_rad(x, y + h, kLambda) - a.phase_rad(x, y - h, kLambda)),
                  1e-4 * (1 + std::abs(d[1])));
    }
  }
}

}  // namespace
}  // namespace glasscope::multislice
