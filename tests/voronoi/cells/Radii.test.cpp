#include "voronoi/cells/Radii.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::voronoi {
namespace {

TEST(Radii, ofTheReferenceGlassAreThoseOfTheConventions) {
  EXPECT_EQ(tableRadius_A(29), 1.28);
  EXPECT_EQ(tableRadius_A(40), 1.60);
}

TEST(Radii, givenOnesTakePrecedence) {
  EXPECT_EQ(radiiOf({29, 40, 29}, {{29, 1.30}}), (std::vector<double>{1.30, 1.60, 1.30}));
}

TEST(Radii, anElementWithoutOneIsAnErrorThatAsksForIt) {
  try {
    tableRadius_A(18);
    FAIL() << "argon has no metallic radius";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_NE(error.remedy().find("Ar"), std::string::npos);
  }
}

}  // namespace
}  // namespace glasscope::voronoi
