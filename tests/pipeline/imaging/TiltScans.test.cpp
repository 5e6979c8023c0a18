#include "pipeline/imaging/TiltScans.h"

#include <cmath>

#include <gtest/gtest.h>

#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {
namespace {

// The same angle three times, and none: what differs between the images is the motion of the atoms.
TEST(TiltScans, everyTiltAndConfigurationHasPhononsOfItsOwn) {
  Case c;
  c.einstein.rms_A = {0.1};
  c.einstein.configurations = 2;
  ScanCase& scan = c.scans.front();
  scan.nx = scan.ny = 2;
  c.foil.vacuum_A = 10;
  scan.series = {"tilt_deg", {20, 20, 20, 0}};
  Atoms atoms;
  atoms.box = Box::orthogonal({12, 12, 6});
  for (int i = 0; i < 9; ++i) atoms.add(29, {2.0 + 4 * (i % 3), 2.0 + 4 * (i / 3), 3});
  const std::vector<Atoms> snapshots = {atoms, atoms};
  const TiltScans scans(c, scan, snapshots);
  std::vector<Vec3> displacements;
  for (std::size_t t = 0; t < 4; ++t) {
    const multislice::Foil still = scans.stillFoil(t);
    const std::vector<multislice::Foil> foils = scans.foils(t);
    ASSERT_EQ(foils.size(), 4u);  // two of each snapshot
    for (const multislice::Foil& foil : foils) {
      displacements.push_back(foil.positions()[0] - still.positions()[0]);
    }
  }
  for (std::size_t i = 0; i < displacements.size(); ++i) {
    EXPECT_GT(displacements[i].norm(), 1e-3);
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GT((displacements[i] - displacements[j]).norm(), 1e-6) << i << " " << j;
    }
  }
}

// Three atoms in a box of unequal edges, in none of its planes of symmetry.
Atoms threeAtoms(std::array<bool, 3> periodic) {
  Atoms atoms;
  atoms.box = Box::orthogonal({14, 18, 30}, Vec3::Zero(), periodic);
  atoms.add(29, {4, 5, 6});
  atoms.add(40, {9, 12, 27});
  atoms.add(40, {6, 14, 13});
  return atoms;
}

Map2 mapOf(const multislice::ScanJob& job) {
  Map2 map;
  map.origin_A = job.scan.origin_A;
  map.periodic = true;
  return map;
}

// A particle of 30 angstrom along the beam, whose cell has to grow when it is turned: the probe
// that stands at an atom of the foil at tilt 0 stands at it in the grown cell, too.
TEST(TiltScans, theRasterGoesWithTheCellThatGrew) {
  Case c;
  c.tilts.axis_deg = 90;  // along y: the cell grows along x
  c.foil.vacuum_A = 3;
  ScanCase& scan = c.scans.front();
  scan.series = {"tilt_deg", {0, 80}};
  const std::vector<Atoms> snapshots = {threeAtoms({false, false, false})};
  for (const bool region : {true, false}) {
    scan.nx = 4;
    scan.ny = 5;
    scan.region_A.clear();
    if (region) scan.region_A = {2, 3, 8, 10};
    const TiltScans scans(c, scan, snapshots);
    // The foil as it is cut, before its cell grew.
    const multislice::Foil before = cutFoils(snapshots, c, 1).front();
    const multislice::Foil foil = scans.stillFoil(0);
    const Vec3 moved = foil.positions()[0] - before.positions()[0];
    ASSERT_GT(moved.x(), 1) << "the cell did not grow";
    const multislice::ScanJob first = scans.job(0, foil), last = scans.job(1, scans.stillFoil(1));
    Map2 map = mapOf(first);
    scans.toFrame(map);
    EXPECT_FALSE(map.periodic);
    // In the frame of the series atoms lie where they lie in the foil at tilt 0.
    EXPECT_LT((first.scan.origin_A - map.origin_A - moved.head<2>()).norm(), 1e-9) << region;
    EXPECT_LT((last.scan.origin_A - first.scan.origin_A).norm(), 1e-9);
    if (region) {
      EXPECT_LT((map.origin_A - scanJob(c, scan, before).scan.origin_A).norm(), 1e-9);
    }
    // The axis passes through the middle of the foil: in pixels from the centre of the first.
    const Vec2 middle = before.extent_A().head<2>() / 2;
    const Vec2 pixel = (middle - map.origin_A).cwiseQuotient(first.scan.step_A);
    EXPECT_LT((scans.axisPixel() - pixel).norm(), 1e-9) << region;
    // Focused at the same distance from the axis: the axis lies 1 angstrom below the first atom's
    // depth from it, and that of the highest atom differs from tilt to tilt.
    const double deeper =
        scans.series().axisDepth_A(scans.tilt(1)) - scans.series().axisDepth_A(scans.tilt(0));
    ASSERT_GT(std::abs(deeper), 0.1);
    EXPECT_NEAR(last.probe.aberrations.defocus_A - first.probe.aberrations.defocus_A, deeper, 1e-9);
    EXPECT_NEAR(first.probe.aberrations.defocus_A, scan.probe.aberrations.defocus_A, 1e-9);
  }
}

// Of an endless foil a block is cut that goes on beyond the image: the raster begins that far
// inside.
TEST(TiltScans, ofAnEndlessFoilTheRasterBeginsBehindTheMargin) {
  Case c;
  c.tilts.axis_deg = 0;
  c.tilts.margin_A = 7;
  ScanCase& scan = c.scans.front();
  scan.nx = 4;
  scan.ny = 5;
  scan.series = {"tilt_deg", {0, 25}};
  const std::vector<Atoms> snapshots = {threeAtoms({true, true, true})};
  const TiltScans scans(c, scan, snapshots);
  const multislice::ScanJob first = scans.job(0, scans.stillFoil(0));
  const multislice::ScanJob last = scans.job(1, scans.stillFoil(1));
  EXPECT_TRUE(first.scan.periodic);
  EXPECT_FALSE(last.scan.periodic) << "a tilted block has ends";
  EXPECT_LT((last.scan.origin_A - first.scan.origin_A - Vec2(7, 7)).norm(), 1e-9);
  Map2 map = mapOf(last);
  scans.toFrame(map);
  EXPECT_LT((map.origin_A - first.scan.origin_A).norm(), 1e-9);
  EXPECT_EQ(first.label, scan.name + ", tilt 1 of 2, +0 deg");
  EXPECT_EQ(last.label, scan.name + ", tilt 2 of 2, +25 deg");
}

}  // namespace
}  // namespace glasscope::pipeline
