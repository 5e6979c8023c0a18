#include "cli/NameHints.h"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "cli/CommandLine.h"

namespace glasscope::cli {
namespace {

TEST(NameHints, verbsAreKnownByTheWorkThatTheyDo) {
  EXPECT_EQ(verbMeantBy("tessellate"), "voronoi");
  EXPECT_EQ(verbMeantBy("image"), "multislice");
  EXPECT_EQ(verbMeantBy("strain"), "shear");
  EXPECT_EQ(verbMeantBy("convert"), "import");
  EXPECT_EQ(verbMeantBy("mulitslice"), "multislice");
  EXPECT_EQ(verbMeantBy("photosynthesis"), "");
}

TEST(NameHints, optionsAreKnownByTheirLettersOrWithoutTheirUnit) {
  Invocation invocation;
  CLI::App app;
  describeCommandLine(app, invocation);
  const auto meant = [&](std::vector<std::string> arguments) {
    return optionMeantBy(app, arguments);
  };
  EXPECT_EQ(meant({"fem", "x.xyz", "--apperture", "0.1"}), "--aperture");
  EXPECT_EQ(meant({"plan", "x.xyz", "--element", "Cu"}), "--elements");
  EXPECT_EQ(meant({"plan", "x.xyz", "--treads=2"}), "--threads") << "of the program itself";
  EXPECT_EQ(meant({"match", "a", "b", "--rotation", "5"}), "--rotation_deg");
  EXPECT_EQ(meant({"import", "a", "--pixel=2"}), "--pixel_A");
  EXPECT_EQ(meant({"reduce", "a", "--counts-per-electron", "1"}), "--counts_per_electron");
  EXPECT_EQ(meant({"plan", "x.xyz", "--frames", "all"}), "") << "nothing is wrong with it";
  EXPECT_EQ(meant({"plan", "x.xyz", "--xylophone", "1"}), "");
  EXPECT_EQ(meant({"nothing", "--element"}), "");
}

TEST(NameHints, helpIsFoundByKeysOfOtherNamesTopicsAndTables) {
  const std::vector<std::string> topics{"case", "files", "multislice"};
  EXPECT_EQ(helpMeantBy("dose", topics), "record.dose_e_per_A2");
  EXPECT_EQ(helpMeantBy("shear.strain", topics), "shear.largest_strain");
  EXPECT_EQ(helpMeantBy("haadf.semiangel_mrad", topics), "haadf.semiangle_mrad");
  EXPECT_EQ(helpMeantBy("multslice", topics), "multislice");
  EXPECT_EQ(helpMeantBy("indicator", topics), "indicators");
  EXPECT_EQ(helpMeantBy("photosynthesis", topics), "");
}

}  // namespace
}  // namespace glasscope::cli
