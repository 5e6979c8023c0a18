#include "report/NumberText.h"

#include <limits>

#include <gtest/gtest.h>

namespace glasscope::report {
namespace {

TEST(NumberText, groupsThousands) {
  EXPECT_EQ(groupedCount(0), "0");
  EXPECT_EQ(groupedCount(999), "999");
  EXPECT_EQ(groupedCount(4000), "4,000");
  EXPECT_EQ(groupedCount(1234567), "1,234,567");
  EXPECT_EQ(groupedCount(-12345), "-12,345");
}

TEST(NumberText, writesPowersOfTenAsPeopleDo) {
  EXPECT_EQ(scientificText(1e14), "10¹⁴");
  EXPECT_EQ(scientificText(8.1e-9), "8.1×10⁻⁹");
  EXPECT_EQ(scientificText(2e10), "2×10¹⁰");
  EXPECT_EQ(scientificText(0.25), "0.25");
  EXPECT_EQ(scientificText(0), "0");
  EXPECT_EQ(scientificText(std::numeric_limits<double>::infinity()), "inf");
}

TEST(NumberText, readsNamesOfMapsAloud) {
  EXPECT_EQ(readableName("five_fold_symmetry"), "five fold symmetry");
  EXPECT_EQ(readableName("haadf"), "HAADF");
  EXPECT_EQ(readableName("adf_inner"), "ADF inner");
  EXPECT_EQ(readableName("cell_volume_A3@haadf"), "cell volume");
  EXPECT_EQ(readableName("local_density_per_A3"), "local density");
  EXPECT_EQ(readableName("A3"), "A3");
  EXPECT_EQ(readableName(""), "");
}

}  // namespace
}  // namespace glasscope::report
