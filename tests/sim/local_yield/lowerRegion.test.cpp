#include "sim/local_yield/lowerRegion.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "sim/lammps/Sample.h"
#include "sim/statics/StrainPath.h"
#include "tests/sim/local_yield/RoughSample.h"

namespace glasscope::sim {
namespace {

constexpr std::size_t kSite = 100;

const RegionSample& sample() {
  static const EamTables tables = *EamTables::of(cuZr());
  static const RegionSample found(tables, cuZr().elements(), roughSample(), 5, 0.2);
  return found;
}

TEST(lowerRegion, comesBackToTheMinimumFromWhichAtomsWereMoved) {
  LocalRegion region(sample(), kSite);
  EXPECT_LE(lowerRegion(region, 1e-5), 1e-5);
  const std::vector<Vec3> rest = region.positions();
  std::vector<Vec3> moved = rest;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    Random random(4, "moved", 0, i);
    for (int axis = 0; axis < 3; ++axis) moved[i][axis] += 0.05 * random.normal();
  }
  region.place(Mat3::Identity(), moved);
  EXPECT_LE(lowerRegion(region, 1e-5), 1e-5);
  for (std::size_t i = 0; i < rest.size(); ++i)
    EXPECT_LT((region.positions()[i] - rest[i]).norm(), 1e-3) << i;
  EXPECT_GT(lowerRegion(region, 0), 0) << "ends where rounding leaves no lower energy";
}

// The whole sample strained in LAMMPS, its atoms outside of the sphere held: the same minimum. One
// per cent of shear is far below what yields here.
TEST(lowerRegion, findsTheMinimumThatLammpsFindsWithTheRestHeld) {
  LocalRegion region(sample(), kSite);
  const std::vector<Vec3> given = region.positions();
  lowerRegion(region, 1e-6);
  Atoms start = roughSample();
  std::string free;
  for (std::size_t k = 0; k < region.freeCount(); ++k) {
    const auto atom = static_cast<std::size_t>(region.atoms()[k]);
    start.positions[atom] += region.positions()[k] - given[k];
    free += fmt::format(" {}", atom + 1);
  }
  const Mat3 gradient = deformationGradient(StrainPath::shearXy, 0.01);
  std::vector<Vec3> followed = region.positions();
  for (Vec3& position : followed) position = gradient * position;
  region.place(gradient, followed);
  EXPECT_LE(lowerRegion(region, 1e-6), 1e-6);

  Sample whole(cuZr(), start);
  Lammps& lammps = whole.lammps();
  lammps.commands({"change_box all triclinic", "group free id" + free,
                   "group held subtract all free", "fix hold held setforce 0 0 0"});
  LammpsBox box = lammps.box();
  box.xy += 0.01 * (box.high.y() - box.low.y());
  lammps.command(changeBoxCommand(box, true));
  lowerEnergy(lammps, 1e-6);
  const Atoms found = whole.fetch();
  double farthest = 0;
  for (std::size_t k = 1; k < region.freeCount(); ++k) {
    const auto atom = static_cast<std::size_t>(region.atoms()[k]);
    const Vec3 apart = found.box.minimumImage(found.positions[atom] - found.positions[kSite]);
    const Vec3 ours = region.positions()[k] - region.positions()[0];
    EXPECT_LT((ours - apart).norm(), 1e-4) << k;
    farthest = std::max(farthest, (ours - (followed[k] - followed[0])).norm());
  }
  EXPECT_GT(farthest, 1e-3) << "all followed: nothing was compared";
}

}  // namespace
}  // namespace glasscope::sim
