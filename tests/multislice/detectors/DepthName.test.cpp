#include "multislice/detectors/DepthName.h"

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

TEST(DepthName, isWrittenAsItIsKnownAgain) {
  EXPECT_EQ(depthSuffix(20), "_at_20.0A");
  EXPECT_EQ(depthSuffix(3.74), "_at_3.7A");
  for (const double depth_A : {0.1, 20.0, 1234.5}) EXPECT_TRUE(isDepthSuffix(depthSuffix(depth_A)));
  EXPECT_TRUE(isDepthSuffix(""));  // the exit
  EXPECT_FALSE(isDepthSuffix("_standard_error"));
  EXPECT_FALSE(isDepthSuffix("_at_20.0A_standard_error"));
}

}  // namespace
}  // namespace glasscope::multislice
