#include "sim/columns/Fractions.h"

#include <vector>

#include <gmock/gmock.h>

#include "core/system/Log.h"

namespace glasscope::sim {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Fractions along one edge, all alike along the other two.
std::vector<Vec3> along(int edge, const std::vector<double>& values) {
  std::vector<Vec3> fractions;
  for (const double value : values) {
    Vec3 place(0.3, 0.6, 0.9);
    place[edge] = value;
    fractions.push_back(place);
  }
  return fractions;
}

std::vector<std::string> warningsOf(const std::vector<Vec3>& fractions) {
  takeWarnings();
  warnOfLengths(fractions, "some.cif");
  return takeWarnings();
}

TEST(Fractions, ofACellThatLiesAnywhereAreFractions) {
  EXPECT_THAT(warningsOf(along(0, {-0.49, 0, 0.2, 0.5, 0.51})), IsEmpty());
  EXPECT_THAT(warningsOf(along(2, {7.01, 7.3, 7.5, 7.9, 7.99})), IsEmpty());
  EXPECT_THAT(warningsOf({}), IsEmpty());
}

// Nine along an edge, of which some are just more than a cell from the middle one: a third may have
// wandered off, and four may not.
TEST(Fractions, areLengthsWhereMoreThanAThirdIsACellFromTheMiddle) {
  EXPECT_THAT(warningsOf(along(1, {-0.501, -0.501, 0.4, 0.5, 0.5, 0.5, 0.6, 0.7, 1.501})),
              IsEmpty());
  const auto warned = warningsOf(along(1, {-0.501, -0.501, 0.4, 0.5, 0.5, 0.5, 0.6, 1.501, 1.501}));
  EXPECT_THAT(warned, ElementsAre(AllOf(HasSubstr("'some.cif'"), HasSubstr("over 2 cells along b"),
                                        HasSubstr("lengths"))));
  EXPECT_THAT(warningsOf(along(1, {-0.499, -0.499, 0.4, 0.5, 0.5, 0.5, 0.6, 1.499, 1.499})),
              IsEmpty())
      << "none is farther than a cell";
}

TEST(Fractions, areSaidAlongTheEdgeThatTheyAreSpreadOverOnce) {
  const std::vector<double> lengths = {0, 2.5, 5, 7.5, 10};
  EXPECT_THAT(warningsOf(along(0, lengths)), ElementsAre(HasSubstr("10 cells along a")));
  EXPECT_THAT(warningsOf(along(2, lengths)), ElementsAre(HasSubstr("10 cells along c")));
  std::vector<Vec3> all;
  for (const double value : lengths) all.push_back(Vec3::Constant(value));
  EXPECT_THAT(warningsOf(all), ElementsAre(HasSubstr("along a")));
}

}  // namespace
}  // namespace glasscope::sim
