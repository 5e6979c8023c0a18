#include "compare/truth/Copies.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

Atoms randomBox(const Mat3& matrix) {
  Atoms atoms;
  atoms.box = Box(matrix, Vec3::Zero(), {true, true, true});
  for (std::uint64_t i = 0; i < 40; ++i) {
    Random random(1, "copies", 0, i);
    const double a = random.uniform(), b = random.uniform(), c = random.uniform();
    atoms.add(29, atoms.box.toCartesian({a, b, c}));
  }
  return atoms;
}

Copies copiesOf(const Atoms& atoms, const multislice::FoilSettings& settings) {
  return Copies::of(multislice::Foil::cut(atoms, settings), atoms, settings.tile_x);
}

TEST(Copies, areCountedAlongEveryDirection) {
  const Atoms atoms = randomBox(Vec3(10, 12, 8).asDiagonal());
  EXPECT_FALSE(copiesOf(atoms, {}).any());
  multislice::FoilSettings settings;
  settings.tile_x = 3;
  settings.tile_y = 2;
  settings.thickness_A = 20;  // two and a half boxes: some atoms three times
  const Copies copies = copiesOf(atoms, settings);
  EXPECT_EQ(copies.x, 3);
  EXPECT_EQ(copies.y, 2);
  EXPECT_EQ(copies.z, 3);
  EXPECT_TRUE(copies.any());
  settings = {};
  settings.thickness_A = 6;
  EXPECT_FALSE(copiesOf(atoms, settings).any());
}

// A box whose second edge leans by half of the first is rectangular only every second row, so its
// foil shows the sample twice.
TEST(Copies, ofALeaningBoxAreCounted) {
  Mat3 matrix;
  matrix << 10, 5, 0, 0, 12, 0, 0, 0, 8;
  const Copies copies = copiesOf(randomBox(matrix), {});
  EXPECT_EQ(copies.x, 1);
  EXPECT_EQ(copies.y, 2);
  EXPECT_EQ(copies.z, 1);
}

TEST(Copies, sayWhatToDo) {
  EXPECT_TRUE(Copies{}.warning(false).empty());
  EXPECT_NE((Copies{1, 1, 3}).warning(false).find("3 times along the beam"), std::string::npos);
  EXPECT_NE((Copies{1, 1, 3}).warning(false).find("random_shift"), std::string::npos);
  EXPECT_TRUE((Copies{1, 1, 3}).warning(true).empty());
  EXPECT_NE((Copies{2, 3, 1}).warning(true).find("6 copies"), std::string::npos);
}

TEST(Copies, oneOfThemIsKept) {
  Map2 map = planted::smoothNoise(24, 1, 1, 0, true);
  map.pixel_A = {0.5, 0.5};  // 12 angstrom
  const Map2 part = onePeriod(map, {2, 3, 1}, {12, 12});
  EXPECT_EQ(part.nx(), 12);
  EXPECT_EQ(part.ny(), 8);
  EXPECT_TRUE(part.periodic);
  EXPECT_EQ(part.values(11, 7), map.values(11, 7));
  EXPECT_FALSE(onePeriod(map, {5, 1, 1}, {12, 12}).periodic);  // 4.8 pixels
  EXPECT_EQ(onePeriod(map, {5, 1, 1}, {12, 12}).nx(), 4);
  EXPECT_EQ(onePeriod(map, {2, 1, 1}, {24, 12}).nx(), 24);  // the scan is one period wide
}

}  // namespace
}  // namespace glasscope::compare
