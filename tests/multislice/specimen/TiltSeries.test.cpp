#include "multislice/specimen/TiltSeries.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

constexpr double kPi = std::numbers::pi;

/// Atoms of one element in an open box.
Foil particle(const std::vector<Vec3>& positions, int atomicNumber, const Vec3& box) {
  Atoms atoms;
  atoms.box = Box::orthogonal(box, Vec3::Zero(), {false, false, false});
  for (const Vec3& r : positions) atoms.add(atomicNumber, r);
  FoilSettings settings;
  settings.vacuum_A = 4;
  return Foil::cut(atoms, settings);
}

Foil slab() {
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 10}, Vec3::Zero(), {true, true, false});
  const Foil glass = smallGlass();
  for (std::size_t i = 0; i < glass.size(); ++i)
    atoms.add(glass.atomicNumbers()[i], glass.positions()[i]);
  return Foil::cut(atoms, {});
}

TEST(TiltSeries, noTiltIsTheFoilItselfBitForBit) {
  for (const Foil& still : {slab(), particle({{3, 4, 2}, {5, 5, 6}}, 29, {8, 9, 8})}) {
    const TiltSeries series({.angles_deg = {-30, 0, 30}}, std::span(&still, 1), 2);
    const Foil foil = series.foil(still, series.tilts()[1]);
    EXPECT_EQ(foil.positions(), still.positions());
    EXPECT_EQ(foil.extent_A(), still.extent_A());
    EXPECT_EQ(foil.isPeriodic(), still.isPeriodic());
    EXPECT_EQ(series.offset_A(series.tilts()[1]), Vec2(0, 0));
  }
}

TEST(TiltSeries, anAtomIsSeenAtItsDistanceFromTheAxisTurned) {
  const Foil still = particle({{6, 7, 8}, {2, 3, 2}, {8, 1, 4}}, 29, {10, 10, 10});
  TiltSettings settings{.angles_deg = {-70, -20, 35, 90, 180}};
  const TiltSeries series(settings, std::span(&still, 1), 2);
  ASSERT_EQ(series.tilts().size(), 5u);
  for (const Tilt& tilt : series.tilts()) {
    const double t = tilt.angle_deg * kPi / 180;
    const Foil foil = series.foil(still, tilt);
    const Vec2 axis = series.centre_A() + series.offset_A(tilt);
    for (std::size_t i = 0; i < still.size(); ++i) {
      const Vec3 r = still.positions()[i] - still.extent_A() / 2, at = foil.positions()[i];
      EXPECT_NEAR(at.x() - axis.x(), r.x() * std::cos(t) + r.z() * std::sin(t), 1e-12);
      EXPECT_NEAR(at.y() - axis.y(), r.y(), 1e-12);
      EXPECT_NEAR(at.z() - series.axisDepth_A(tilt), r.z() * std::cos(t) - r.x() * std::sin(t),
                  1e-12);
      EXPECT_GE(at.z(), 0);
      EXPECT_LE(at.z(), foil.thickness_A());
    }
  }
}

TEST(TiltSeries, theCellOfARodGrowsUntilItHoldsTheRodAtEveryTilt) {
  std::vector<Vec3> rod;
  for (int i = 0; i < 10; ++i) rod.emplace_back(1, 1, 2.0 * i);
  const Foil still = particle(rod, 29, {2, 2, 20});
  const TiltSeries series({.angles_deg = {0, 45, 90}}, std::span(&still, 1), 2);
  double side = 0;
  for (const Tilt& tilt : series.tilts()) {
    const Foil foil = series.foil(still, tilt);
    if (side > 0) {
      EXPECT_EQ(foil.extent_A().x(), side);
    }
    side = foil.extent_A().x();
    for (const Vec3& r : foil.positions()) {
      EXPECT_GE(r.x(), 2 - 1e-12);
      EXPECT_LE(r.x(), side - 2 + 1e-12);
    }
  }
  EXPECT_GT(side, still.extent_A().x());
}

TEST(TiltSeries, anEndlessFoilKeepsItsDensityAndItsPeriods) {
  const Foil still = slab();
  TiltSettings settings{.angles_deg = {50}, .margin_A = 40};
  const TiltSeries series(settings, std::span(&still, 1), 2);
  const Foil foil = series.foil(still, series.tilts()[0]);
  EXPECT_FALSE(foil.isPeriodic());
  EXPECT_EQ(foil.extent_A().x(), still.extent_A().x() + 80);
  // A column through the slab holds 1 / cos t as many atoms as at tilt 0; the number in a block
  // of this size differs by a few of those at its edge, 2 %.
  const double columns = foil.extent_A().head<2>().prod() / still.extent_A().head<2>().prod();
  EXPECT_NEAR(static_cast<double>(foil.size()),
              columns * static_cast<double>(still.size()) / std::cos(50 * kPi / 180),
              0.02 * static_cast<double>(foil.size()));
  for (const Vec3& r : foil.positions()) {
    ASSERT_GE(r.z(), -1e-9);
    ASSERT_LE(r.z(), foil.thickness_A() + 1e-9);
  }
  // Turned back, every atom is a lattice vector away from its source.
  const Mat3 back = series.rotation(50).transpose();
  for (std::size_t i = 0; i < foil.size(); ++i) {
    const Vec3 axis(foil.extent_A().x() / 2, foil.extent_A().y() / 2,
                    series.axisDepth_A(series.tilts()[0]));
    const Vec3 r = back * (foil.positions()[i] - axis) + still.extent_A() / 2;
    const Vec3 off = r - still.positions()[foil.sources()[i]];
    EXPECT_NEAR(off.x() / 9, std::round(off.x() / 9), 1e-9);
    EXPECT_NEAR(off.y() / 8, std::round(off.y() / 8), 1e-9);
    EXPECT_NEAR(off.z(), 0, 1e-9);
  }
}

TEST(TiltSeries, errorsOfTheStageFollowTheSeedAndMoveTheSpecimen) {
  const Foil still = particle({{4, 4, 4}, {6, 6, 6}}, 29, {10, 10, 10});
  TiltSettings settings{.angles_deg = std::vector<double>(400, 10.0)};
  settings.angleJitter_deg = 2;
  settings.shiftJitter_A = 0.5;
  const TiltSeries series(settings, std::span(&still, 1), 2),
      same(settings, std::span(&still, 1), 2);
  settings.seed = 2;
  const TiltSeries other(settings, std::span(&still, 1), 2);
  double turns = 0, shifts = 0;
  for (std::size_t i = 0; i < series.tilts().size(); ++i) {
    const Tilt& tilt = series.tilts()[i];
    EXPECT_EQ(tilt.angle_deg, same.tilts()[i].angle_deg);
    EXPECT_NE(tilt.angle_deg, other.tilts()[i].angle_deg);
    turns += std::pow(tilt.angle_deg - tilt.nominal_deg, 2) / 400;
    shifts += tilt.shift_A.squaredNorm() / 800;
  }
  // The relative standard error of a variance of 400 numbers is 7 %, of 800 numbers 5 %.
  EXPECT_NEAR(turns, 4, 4 * 0.28);
  EXPECT_NEAR(shifts, 0.25, 4 * 0.0125);
  const Tilt none{10, 10, {0, 0}}, moved{10, 10, {0.5, -0.25}};
  const Vec3 off =
      series.foil(still, moved).positions()[1] - series.foil(still, none).positions()[1];
  EXPECT_NEAR((off - Vec3(0.5, -0.25, 0)).norm(), 0, 1e-12);
}

TEST(TiltSeries, anEndlessFoilSeenEdgeOnIsRefused) {
  const Foil still = slab();
  EXPECT_THROW(TiltSeries({.angles_deg = {0, 90}}, std::span(&still, 1), 2), Error);
  EXPECT_THROW(TiltSeries({.angles_deg = {}}, std::span(&still, 1), 2), Error);
}

/// The annular image of a weak object in the frame of a series. The raster resolves the probe: an
/// aperture of 8 mrad (0.32 1/angstrom) makes intensities up to 0.64, a step of 0.75 angstrom
/// carries 0.67.
Map2 imageOf(const TiltSeries& series, const Foil& still, const Tilt& tilt) {
  const Foil foil = series.foil(still, tilt);
  ScanJob job;
  job.scan = ScanGrid::covering(foil, 24, 24);
  job.probe.semiangle_mrad = 8;
  job.probe.aberrations.defocus_A =
      series.axisDepth_A(tilt) - series.axisDepth_A({});  // focused on the axis' plane of tilt 0
  job.annular = {{"adf", 15, 60}};
  job.microscope.slice_thickness_A = 1;
  return runScan(job, std::span(&foil, 1)).signals[0];
}

double sumOf(const Map2& map) {
  return std::accumulate(map.values.begin(), map.values.end(), 0.0);
}

/// Where a symmetric peak of a periodic image stands along x: the phase of its first harmonic.
double middleOf(const Map2& map) {
  std::complex<double> sum = 0;
  for (int x = 0; x < map.nx(); ++x) {
    for (int y = 0; y < map.ny(); ++y) {
      sum += std::polar(map.values(x, y), 2 * kPi * x / map.nx());
    }
  }
  const double turn = std::arg(sum) / (2 * kPi);
  return (turn < 0 ? turn + 1 : turn) * map.nx() * map.pixel_A.x();
}

TEST(TiltSeries, theImageOfAWeakAtomMovesAsItsProjectionAndKeepsItsMass) {
  // One carbon atom beside the axis and below it.
  const Foil still = particle({{7, 5, 6.5}}, 6, {10, 10, 10});
  const TiltSeries series({.angles_deg = {-60, -30, 0, 45}}, std::span(&still, 1), 2);
  const Vec3 r = still.positions()[0] - still.extent_A() / 2;
  ASSERT_EQ(series.tilts().size(), 4u);
  const double mass = sumOf(imageOf(series, still, series.tilts()[2]));
  for (const Tilt& tilt : series.tilts()) {
    const Map2 image = imageOf(series, still, tilt);
    const double t = tilt.angle_deg * kPi / 180;
    const double at = series.centre_A().x() + r.x() * std::cos(t) + r.z() * std::sin(t);
    // Exact in the linear regime; single precision and what one carbon atom scatters twice are
    // left. A wrong sign or centre is off by an angstrom and more.
    EXPECT_NEAR(middleOf(image), at, 2e-3) << tilt.angle_deg;
    EXPECT_NEAR(sumOf(image) / mass, 1, 2e-3) << tilt.angle_deg;
  }
}

TEST(TiltSeries, theFocusStaysAtOneDistanceFromTheAxis) {
  // A light atom in the middle, two that set the depth of the block far along the beam and aside.
  const Foil still = particle({{10, 10, 20}, {4, 4, 0}, {16, 16, 40}}, 6, {20, 20, 40});
  const TiltSeries series({.angles_deg = {0, 65}}, std::span(&still, 1), 2);
  EXPECT_GT(series.axisDepth_A(series.tilts()[0]), 5 + series.axisDepth_A(series.tilts()[1]));
  double peaks[2], unfocused = 0;
  for (int i = 0; i < 2; ++i) {
    const Tilt& tilt = series.tilts()[i];
    const Foil foil = series.foil(still, tilt);
    ScanJob job;
    job.scan = ScanGrid::list({series.centre_A() + series.offset_A(tilt)});
    job.annular = {{"adf", 40, 80}};
    job.probe.aberrations.defocus_A = 20 + series.axisDepth_A(tilt) - series.axisDepth_A({});
    peaks[i] = runScan(job, std::span(&foil, 1)).signals[0].values[0];
    job.probe.aberrations.defocus_A = 20;
    unfocused = runScan(job, std::span(&foil, 1)).signals[0].values[0];
  }
  // Focused on the atom at both tilts; what the others scatter at 8 angstrom aside is left.
  EXPECT_NEAR(peaks[1] / peaks[0], 1, 0.02);
  EXPECT_LT(unfocused, 0.95 * peaks[1]);
}

TEST(TiltSeries, halfATurnOfAThinObjectGivesTheMirrorImage) {
  std::vector<Vec3> atoms;
  for (int i = 0; i < 12; ++i) {
    Random random(3, "flat", 0, i);
    const double x = 10 * random.uniform(), y = 10 * random.uniform();
    atoms.emplace_back(x, y, 0.5 * random.uniform());
  }
  const Foil still = particle(atoms, 6, {10, 10, 0.5});
  const TiltSeries series({.angles_deg = {0, 180}}, std::span(&still, 1), 2);
  const Map2 front = imageOf(series, still, series.tilts()[0]);
  const Map2 back = imageOf(series, still, series.tilts()[1]);
  const double top = *std::max_element(front.values.begin(), front.values.end());
  for (int x = 1; x < front.nx(); ++x) {
    for (int y = 0; y < front.ny(); ++y) {
      // Position x of the raster is mirrored to n - x. Within half an angstrom the focus, and
      // across slices of an angstrom the order of the atoms, count for a few parts in a thousand.
      EXPECT_NEAR(back.values(front.nx() - x, y), front.values(x, y), 5e-3 * top);
    }
  }
}

}  // namespace
}  // namespace glasscope::multislice
