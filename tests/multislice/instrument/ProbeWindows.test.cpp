#include "multislice/instrument/ProbeWindows.h"

#include <gtest/gtest.h>

#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

Foil wideFoil(bool periodic, double side_A = 60, double thickness_A = 10) {
  Atoms atoms;
  atoms.box =
      Box::orthogonal({side_A, side_A, thickness_A}, Vec3::Zero(), {periodic, periodic, true});
  atoms.add(29, {1, 1, 1});
  FoilSettings settings;
  settings.vacuum_A = 0;
  return Foil::cut(atoms, settings);
}

ScanJob job() {
  ScanJob job;
  job.annular = {{"haadf", 60, 100}};
  job.scan = {1, 1, {1, 1}, {1, 1}, false};
  return job;
}

TEST(ProbeWindows, areCutWhereTheyAreSmallerThanTheCell) {
  const Foil wide = wideFoil(true), narrow = wideFoil(true, 15);
  EXPECT_FALSE(ProbeWindows(job(), wide).isWholeCell());
  EXPECT_LT(ProbeWindows(job(), wide).grid().lx_A(), 40);
  EXPECT_TRUE(ProbeWindows(job(), narrow).isWholeCell());
  ScanJob whole = job();
  whole.microscope.window = WaveWindow::cell;
  EXPECT_TRUE(ProbeWindows(whole, wide).isWholeCell());
  EXPECT_EQ(ProbeWindows(whole, wide).grid(), cellGridOf(whole, wide));
}

TEST(ProbeWindows, growWithThicknessApertureAngleAndDefocus) {
  const double plain = automaticWindow_A(job(), wideFoil(true));
  EXPECT_GT(automaticWindow_A(job(), wideFoil(true, 60, 50)), plain + 4);
  ScanJob changed = job();
  changed.probe.semiangle_mrad = 5;
  EXPECT_GT(automaticWindow_A(changed, wideFoil(true)), 2 * plain);
  changed = job();
  changed.annular[0].outer_mrad = 300;
  EXPECT_GT(automaticWindow_A(changed, wideFoil(true)), plain + 1.5);
  changed = job();
  changed.probe.aberrations.defocus_A = 400;
  // Rays of 25 mrad, 400 angstrom off focus, are 10 angstrom from the axis.
  EXPECT_GT(automaticWindow_A(changed, wideFoil(true)), plain + 15);
}

TEST(ProbeWindows, doNotShrinkWithTheWavelengthBelowWhatAtomsNeed) {
  ScanJob fast = job();
  fast.microscope.voltage_kV = 1000;
  fast.probe.semiangle_mrad = 25;
  // Ten times lambda over alpha would be 3.5 angstrom.
  EXPECT_GT(automaticWindow_A(fast, wideFoil(true)), 14);
  EXPECT_GT(automaticWindow_A(job(), wideFoil(true)), automaticWindow_A(fast, wideFoil(true)) + 4);
}

TEST(ProbeWindows, areFineEnoughForThePixelsOfTheDetector) {
  ScanJob fine = job();
  fine.pixelated = PixelatedDetector{50, 160};
  const Foil foil = wideFoil(true, 100);
  const double pixel_mrad = 2 * 50.0 / 160;
  EXPECT_LE(ElectronBeam(200).angle_mrad(1 / gridOf(fine, foil).lx_A()), pixel_mrad);
}

TEST(ProbeWindows, holdTheProbeInTheirMiddle) {
  ScanJob fixed = job();
  fixed.microscope.window_A = 20;
  const Foil foil = wideFoil(true);
  const ProbeWindows windows(fixed, foil);
  EXPECT_GE(windows.grid().lx_A(), 20);
  for (const Vec2& at : {Vec2(0, 0), Vec2(31.234, 59.99), Vec2(0.004, 17)}) {
    const Vec2 inside = windows.within(at);
    const double half = windows.grid().lx_A() / 2;
    EXPECT_NEAR(inside.x(), half, windows.grid().dx_A() / 2 + 1e-9);
    EXPECT_NEAR(inside.y(), half, windows.grid().dy_A() / 2 + 1e-9);
    const PixelCorner corner = windows.corner(at);
    EXPECT_NEAR(corner.i * windows.grid().dx_A() + inside.x(), at.x(), 1e-9);
  }
}

TEST(ProbeWindows, haveVacuumAroundAFoilThatDoesNotRepeat) {
  ScanJob fixed = job();
  fixed.microscope.window_A = 80;
  const Foil repeats = wideFoil(true), ends = wideFoil(false);
  EXPECT_EQ(ProbeWindows(fixed, repeats).lattice(), cellGridOf(fixed, repeats));
  const ProbeWindows open(fixed, ends);
  // Room for a window on either side before the foil comes again.
  EXPECT_GE(open.lattice().lx_A(), ends.extent_A().x() + open.grid().lx_A() - 1e-9);
  EXPECT_NEAR(open.lattice().dx_A(), cellGridOf(fixed, ends).dx_A(), 1e-12);
}

}  // namespace
}  // namespace glasscope::multislice
