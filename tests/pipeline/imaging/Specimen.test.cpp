#include "pipeline/imaging/Specimen.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::pipeline {
namespace {

/// Configurations that say by their first atom which they are.
std::vector<Atoms> snapshots(int count) {
  std::vector<Atoms> all;
  for (int s = 0; s < count; ++s) {
    Atoms atoms;
    atoms.box = Box::orthogonal({20, 20, 8});
    atoms.add(29, {1.0 + s, 1, 4});
    atoms.add(40, {10, 10, 4});
    all.push_back(std::move(atoms));
  }
  return all;
}

TEST(Specimen, imagesEveryConfigurationAtAsManyOffsetsOfItsSlicesAsAreAsked) {
  Case c;
  c.microscope.sliceOffsets = 3;
  const auto foils = cutFoils(snapshots(2), c, 0);
  ASSERT_EQ(foils.size(), 6u);
  // The whole series again, so that the offsets of one configuration are a third of a slice apart.
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_DOUBLE_EQ(foils[i].positions()[0].x(), 1 + static_cast<double>(i % 2));
  }
  c.microscope.sliceOffsets = 0;
  EXPECT_EQ(cutFoils(snapshots(2), c, 0).size(), 2u);
}

TEST(Specimen, takesAsManyConfigurationsAsAStandardErrorNeeds) {
  Case c;
  c.einstein.rms_A = {0.1};
  c.einstein.configurations = 30;
  ScanCase scan = c.scans.front();
  scan.nx = scan.ny = 4;
  scan.snapshots = 1;
  const std::vector<Atoms> one = snapshots(1);
  EXPECT_EQ(foilsOfScan(one, c, scan).size(), 30u);
  scan.standardError_percent = 1e-3;
  EXPECT_EQ(foilsOfScan(one, c, scan).size(), 30u);
  scan.standardError_percent = 99;
  EXPECT_EQ(foilsOfScan(one, c, scan).size(), 2u);
}

// What a scattering matrix serves at once: the nodes of a focal spread at each member of a series
// of aberrations, the scan's own value counted once.
TEST(Specimen, countsTheFociThatShareAMatrix) {
  Case c;
  const multislice::Foil foil = cutFoils(snapshots(1), c, 1).front();
  const auto foci = [&](const ScanCase& scan) {
    c.scans.front() = scan;
    return scanJob(c, scan, foil).foci;
  };
  ScanCase scan = c.scans.front();
  scan.nx = scan.ny = 4;
  EXPECT_EQ(foci(scan), 1);
  scan.series = {"defocus_A", {-20, 0, 20, 40}};
  EXPECT_EQ(foci(scan), 4);
  scan.focalSpread_A = 30;
  scan.focalNodes = 5;
  EXPECT_EQ(foci(scan), 20);
  scan.series = {"semiangle_mrad", {10, 20}};
  EXPECT_EQ(foci(scan), 5);
}

TEST(Specimen, aTurnedRasterTurnsAboutTheMiddleOfItsRegion) {
  const Case c;
  ScanCase scan = c.scans.front();
  scan.region_A = {6, 8, 8, 4};
  scan.nx = 9;
  scan.ny = 5;
  const multislice::Foil foil = cutFoils(snapshots(1), c, 1).front();
  const auto middleOf = [&](double rotation_deg) {
    scan.rotation_deg = rotation_deg;
    return scanJob(c, scan, foil).scan.position(4, 2);
  };
  const Vec2 upright = middleOf(0);
  for (const double rotation_deg : {30.0, 90.0, -135.0}) {
    EXPECT_LT((middleOf(rotation_deg) - upright).norm(), 1e-9) << rotation_deg;
  }
  scan.rotation_deg = 90;
  const multislice::ScanGrid turned = scanJob(c, scan, foil).scan;
  // The first direction has become y.
  EXPECT_GT((turned.position(8, 2) - turned.position(0, 2)).y(), 5);
}

}  // namespace
}  // namespace glasscope::pipeline
