#include "pipeline/imaging/TiltScans.h"

#include <gtest/gtest.h>

namespace glasscope::pipeline {
namespace {

// The same angle three times: what differs between the images is the motion of the atoms alone.
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
  const multislice::Foil still = scans.stillFoil(0);
  std::vector<Vec3> displacements;
  for (std::size_t t = 0; t < 3; ++t) {
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

}  // namespace
}  // namespace glasscope::pipeline
