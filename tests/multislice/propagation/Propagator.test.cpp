#include "multislice/propagation/Propagator.h"

#include <gtest/gtest.h>

#include "multislice/optics/Probe.h"
#include "multislice/scan/runScan.h"
#include "multislice/waves/Fft.h"

namespace glasscope::multislice {
namespace {

const Grid kGrid(96, 90, 16, 15);
const ElectronBeam kBeam(200);

Vec2 centreOfMass(Wave wave) {
  Fft(kGrid.nx(), kGrid.ny()).inverse(wave.data());
  Vec2 moment(0, 0);
  double total = 0;
  for (int i = 0; i < kGrid.nx(); ++i) {
    for (int j = 0; j < kGrid.ny(); ++j) {
      const double w = std::norm(wave[static_cast<std::size_t>(i) * kGrid.ny() + j]);
      moment += w * Vec2(i * kGrid.dx_A(), j * kGrid.dy_A());
      total += w;
    }
  }
  return moment / total;
}

TEST(Propagator, anInclinedBeamTravelsSideways) {
  Wave wave(kGrid.pixels());
  ProbeSettings soft;  // a soft edge keeps the probe away from the borders, where a mean would wrap
  soft.edge_mrad = 20;
  Probe(soft, kGrid, kBeam).form({7, 8}, wave);
  const Vec2 before = centreOfMass(wave);
  const Propagator propagator(kGrid, kBeam, BandLimit(kGrid), 40, {10, -20});
  for (std::size_t i = 0; i < wave.size(); ++i) wave[i] *= propagator.factors()[i];
  const Vec2 after = centreOfMass(wave);
  // 40 angstrom at 10 and -20 mrad; the tails that leave the cell on one side move the mean a bit.
  EXPECT_NEAR(after.x() - before.x(), 0.4, 0.01);
  EXPECT_NEAR(after.y() - before.y(), -0.8, 0.01);
}

// Two pixels a slice, one from the entrance to the first plane in mid-slice: a displaced layer is
// then the same layer on the grid, and only rounding is left to differ. The tilt moves a beam that
// much in a slice of 2 angstrom.
constexpr int kPoints = 192;
const Vec2 kDrift_A(2 * 9.0 / kPoints, -2 * 8.0 / kPoints);
const Vec2 kTilt_mrad = kDrift_A / 2 * 1e3;

/// Atoms in the middle of each slice of 2 angstrom, the first displaced by half of `drift`, each
/// layer by `drift` more.
Foil column(const Vec2& drift_A) {
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 12});
  for (int s = 0; s < 6; ++s) {
    const Vec2 moved = (s + 0.5) * drift_A;
    atoms.add(s % 2 ? 29 : 40, {4 + moved.x(), 4.3 + moved.y(), 2.0 * s + 1});
    atoms.add(8, {1.5 + moved.x(), 2 + moved.y(), 2.0 * s + 1});
  }
  return Foil::cut(atoms, {});
}

ScanJob scanOf(const Foil& foil) {
  ScanJob job;
  job.scan = ScanGrid::covering(foil, 4, 3);
  job.annular = {{"bf", 0, 15}, {"df", 40, 80}};
  job.microscope.grid_points = kPoints;
  return job;
}

void expectEqual(const ScanJob& aJob, const Foil& a, const ScanJob& bJob, const Foil& b) {
  const ScanResult left = runScan(aJob, std::span(&a, 1)), right = runScan(bJob, std::span(&b, 1));
  for (std::size_t s = 0; s < left.signals.size(); ++s) {
    for (std::size_t i = 0; i < left.signals[s].values.size(); ++i) {
      // The same numbers by another route: single precision over six slices.
      EXPECT_NEAR(left.signals[s].values[i], right.signals[s].values[i], 2e-6);
    }
  }
}

TEST(Propagator, anInclinedBeamSeesAnInclinedColumnAsAStraightBeamSeesAStraightOne) {
  const Foil straight = column({0, 0}), inclined = column(kDrift_A);
  const ScanJob plain = scanOf(straight);
  ScanJob tilted = plain;
  tilted.microscope.beamTilt_mrad = kTilt_mrad;
  expectEqual(plain, straight, tilted, inclined);
  // And it does not see the straight one so.
  const ScanResult wrong = runScan(tilted, std::span(&straight, 1));
  const ScanResult right = runScan(plain, std::span(&straight, 1));
  double difference = 0;
  for (std::size_t i = 0; i < 12; ++i) {
    difference += std::abs(wrong.signals[1].values[i] - right.signals[1].values[i]);
  }
  EXPECT_GT(difference, 1e-3);
}

TEST(Propagator, aTiltedSpecimenIsSeenDisplacedWithDepth) {
  const Foil straight = column({0, 0}), displaced = column(kDrift_A);
  const ScanJob plain = scanOf(straight);
  ScanJob tilted = plain;
  tilted.microscope.specimenTilt_mrad = kTilt_mrad;
  expectEqual(tilted, straight, plain, displaced);
}

}  // namespace
}  // namespace glasscope::multislice
