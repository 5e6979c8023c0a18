#include "compare/scores/Orientation.h"

#include <set>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

Map2 numbered(int nx, int ny) {
  Map2 map;
  map.pixel_A = {0.5, 0.25};
  map.values = Array2<double>(nx, ny);
  for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] = static_cast<double>(i);
  return map;
}

std::vector<double> numbersOf(const Map2& map) {
  return {map.values.begin(), map.values.end()};
}

TEST(Orientation, hasEightWaysOfLayingASquareAndAllDiffer) {
  std::set<std::vector<double>> ways;
  for (const Orientation& way : Orientation::all())
    ways.insert(numbersOf(laid(numbered(3, 3), way)));
  EXPECT_EQ(ways.size(), 8u);
  EXPECT_TRUE(Orientation::all().front().isIdentity());
  EXPECT_EQ(numbersOf(laid(numbered(3, 2), {})), numbersOf(numbered(3, 2)));
}

TEST(Orientation, turnsFromXTowardsY) {
  const Map2 turned = laid(numbered(3, 2), {1, false});
  ASSERT_EQ(turned.nx(), 2);
  ASSERT_EQ(turned.ny(), 3);
  // The last pixel along x of the first row was at (2, 0): it comes to lie far along y.
  EXPECT_EQ(turned.values(1, 2), numbered(3, 2).values(2, 0));
  EXPECT_EQ(turned.values(0, 0), numbered(3, 2).values(0, 1));
  EXPECT_EQ(turned.pixel_A.x(), 0.25);
}

TEST(Orientation, comesBackAfterFourTurnsAndTwoMirrors) {
  Map2 map = numbered(4, 3);
  for (int i = 0; i < 4; ++i) map = laid(map, {1, false});
  EXPECT_EQ(numbersOf(map), numbersOf(numbered(4, 3)));
  EXPECT_EQ(numbersOf(laid(laid(map, {0, true}), {0, true})), numbersOf(map));
  EXPECT_EQ(laid(map, {0, true}).values(0, 1), map.values(3, 1));
}

TEST(Orientation, saysWhatItDoes) {
  EXPECT_EQ((Orientation{}).text(), "");
  EXPECT_EQ((Orientation{3, false}).text(), "turned by 270 degrees");
  EXPECT_EQ((Orientation{2, true}).text(), "mirrored along x and turned by 180 degrees");
}

}  // namespace
}  // namespace glasscope::compare
