// What the report of the structure is of: the reference, and the first snapshot beside it.
#include <nlohmann/json.hpp>

#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

using Json = nlohmann::json;

class VoronoiStageTest : public ProgramTest {
 protected:
  Json report(const std::vector<std::string>& command) const {
    const Outcome outcome = run(command);
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
    return Json::parse(readFile(folder_ / command.back() / "structure/report.json"));
  }
};

// Three frames that differ: g(r) of the thermal atoms is that of the first of them, and that of the
// reference is neither, for it is of the mean positions.
TEST_F(VoronoiStageTest, theThermalPairDistributionIsThatOfTheFirstSnapshot) {
  const auto all = writeFrames("all.xyz", 3), first = writeFrames("first.xyz", 1);
  const auto out = [&](const char* name) { return (folder_ / name).string(); };
  const Json of = report({"voronoi", all.string(), "--frames", "all", "--set",
                          "snapshots.thermal_motion=frames", "-o", out("all")});
  const Json alone = report(
      {"voronoi", first.string(), "--set", "snapshots.thermal_motion=none", "-o", out("first")});
  ASSERT_FALSE(of.at("g_of_r_thermal").empty());
  EXPECT_EQ(of.at("g_of_r_thermal").at(0).at("g"), alone.at("g_of_r").at(0).at("g"));
  EXPECT_NE(of.at("g_of_r").at(0).at("g"), alone.at("g_of_r").at(0).at("g"));
}

}  // namespace
}  // namespace glasscope
