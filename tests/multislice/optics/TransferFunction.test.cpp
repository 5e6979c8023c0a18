#include "multislice/optics/TransferFunction.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/optics/FocalSpread.h"

namespace glasscope::multislice {
namespace {

constexpr double kPi = std::numbers::pi;
const ElectronBeam kBeam(200);

TEST(TransferFunction, hasTheZerosAndThePassbandOfScherzer) {
  // sin chi = 0 at k = sqrt(2 D / (Cs lambda^2)); at D = sqrt(1.5 Cs lambda) that is
  // 1.565 (Cs lambda^3)^(-1/4), and chi has its minimum -0.75 pi at k = (1.5)^(1/4) (Cs
  // lambda^3)^(-1/4): written out from chi = pi lambda k^2 (Cs lambda^2 k^2 / 2 - D).
  HrtemSettings lens;
  lens.aberrations.c30_A = 1e7;
  const double lambda = kBeam.wavelength_A(), glaser = std::pow(1e7 * std::pow(lambda, 3), -0.25);
  const TransferFunction h(lens, kBeam, std::sqrt(1.5 * 1e7 * lambda));
  const double zero = std::pow(6.0, 0.25) * glaser, deepest = std::pow(1.5, 0.25) * glaser;
  EXPECT_NEAR(zero / glaser, 1.565, 5e-4);
  EXPECT_NEAR(h.at(zero, 0).imag(), 0, 1e-9);
  EXPECT_NEAR(std::arg(h.at(deepest, 0)), 0.75 * kPi, 1e-9);  // exp(-i chi)
  // One broad band between: sin chi < 0, so that imag(H) = -sin chi > 0.
  for (double k = 0.05 * zero; k < 0.999 * zero; k += 0.01 * zero) {
    EXPECT_GT(h.at(0, k).imag(), 0) << k / zero;
  }
  EXPECT_LT(h.at(1.05 * zero, 0).imag(), 0);
}

TEST(TransferFunction, envelopesHaveTheTextbookForm) {
  HrtemSettings lens;
  lens.aberrations.c30_A = 1.2e7;
  const double lambda = kBeam.wavelength_A(), k = 0.41, defocus = 600;
  lens.focalSpread_A = 35;
  lens.convergence_mrad = 0.3;
  const double temporal = std::exp(-0.5 * std::pow(kPi * lambda * 35 * k * k, 2));
  const double gradient = 1.2e7 * std::pow(lambda * k, 3) - defocus * lambda * k;
  const double spatial = std::exp(-2 * std::pow(kPi * 0.3e-3 / lambda * gradient, 2));
  const TransferFunction h(lens, kBeam, defocus);
  EXPECT_NEAR(std::abs(h.at(k * 0.6, k * 0.8)), temporal * spatial, 1e-12);
  EXPECT_LT(temporal, 0.9);
  EXPECT_LT(spatial, 0.9);
}

TEST(TransferFunction, theTemporalEnvelopeIsTheAverageOfTheTransferOverDefocus) {
  // Of a linear image, <exp(-i chi)> over normally distributed defoci.
  HrtemSettings lens;
  lens.aberrations.c30_A = 1e7;
  lens.focalSpread_A = 40;
  const TransferFunction envelope(lens, kBeam, 500);
  const double k = 0.45;
  std::complex<double> average = 0;
  HrtemSettings sharp = lens;
  sharp.focalSpread_A = 0;
  for (const FocalNode& node : focalNodes(40, 15)) {
    average += node.weight * TransferFunction(sharp, kBeam, 500 + node.offset_A).at(k, 0);
  }
  // 15 nodes integrate the oscillation to 1e-10.
  EXPECT_LT(std::abs(average - envelope.at(k, 0)), 1e-9);
}

TEST(TransferFunction, anInclinedBeamMeetsTheLensBesideItsAxis) {
  HrtemSettings lens;
  lens.aberrations.c30_A = 1e7;
  lens.aperture_mrad = 12;
  lens.convergence_mrad = 0.2;
  lens.focalSpread_A = 30;
  const Vec2 tilt(4, -3);
  const TransferFunction inclined(lens, kBeam, 400, tilt), upright(lens, kBeam, 400);
  EXPECT_LT(std::abs(inclined.at(0, 0) - 1.0), 1e-12);  // nothing happens to the beam itself
  // The aperture stays on the axis: 13 mrad from it is stopped, 11 mrad is not.
  const double per_mrad = kBeam.frequency_invA(1);
  EXPECT_EQ(inclined.at(9 * per_mrad, 3 * per_mrad), 0.0);
  EXPECT_NE(inclined.at(-15 * per_mrad, 3 * per_mrad), 0.0);
  // Phases are those of the upright lens at the angles to its axis.
  const auto phase = [](std::complex<double> a) { return a / std::abs(a); };
  const auto relative = phase(upright.at(7 * per_mrad, 1 * per_mrad)) /
                        phase(upright.at(4 * per_mrad, -3 * per_mrad));
  EXPECT_LT(std::abs(phase(inclined.at(3 * per_mrad, 4 * per_mrad)) - relative), 1e-9);
}

TEST(TransferFunction, refusesANegativeLens) {
  HrtemSettings lens;
  lens.aperture_mrad = -1;
  EXPECT_THROW(TransferFunction(lens, kBeam, 0), Error);
}

}  // namespace
}  // namespace glasscope::multislice
