// Further glasses of a case: what they cost, and which stages make them.
#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/stages/Stages.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;
using testing::Not;

RunPlan planOf(const Case& c, const std::filesystem::path& folder) {
  const MutedLog muted;
  return planPipeline(c, folder, false);
}

// Each glass is made, described and scanned as the first is: files add up, one runs after the
// other, and the image of the first alone is not made again.
TEST(SampleStage, costsAsMuchAsTheFirstGlassAgain) {
  const TemporaryFolder folder;
  const auto caseOf = [](int samples, bool image) {
    return parseCase("", "test",
                     {"sim.atoms=300", "haadf.scan_nx=4", "haadf.scan_ny=4",
                      "nanodiffraction.enabled=false", "voronoi.samples=" + std::to_string(samples),
                      image ? "hrtem.enabled=true" : "hrtem.enabled=false"});
  };
  const Case one = caseOf(1, false), five = caseOf(5, false), four = caseOf(4, false),
             withImage = caseOf(5, true), oneImage = caseOf(1, true);
  const RunPlan alone = planOf(one, folder / "run"), all = planOf(five, folder / "run");
  EXPECT_GT(alone.total().disk_bytes, 0);
  EXPECT_NEAR(all.total().disk_bytes, 5 * alone.total().disk_bytes, 1e-9 * all.total().disk_bytes);
  EXPECT_NEAR(all.total().time_s, 5 * alone.total().time_s, 1e-9 * all.total().time_s);
  // One at a time; the program itself, as large as it is by then, is part of it.
  EXPECT_LT(all.total().memory_bytes, 1.5 * alone.total().memory_bytes);
  EXPECT_THAT(alone.text(), Not(HasSubstr("Further samples")));
  EXPECT_THAT(all.text(), HasSubstr("Further samples: 4 runs"));
  EXPECT_THAT(all.text(), Not(HasSubstr("fewer than")));
  EXPECT_THAT(planOf(four, folder / "run").text(), HasSubstr("4 samples are fewer than 5"));
  const double image =
      planOf(oneImage, folder / "run").total().disk_bytes - alone.total().disk_bytes;
  EXPECT_GT(image, 0);
  EXPECT_NEAR(planOf(withImage, folder / "run").total().disk_bytes, all.total().disk_bytes + image,
              1e-9 * all.total().disk_bytes);
}

// `glasscope sim` makes all of them; what is only imaged needs the first alone.
TEST(SampleStage, belongsToTheGlassesAndToWhatComparesThem) {
  const Case c = parseCase("", "test", {"voronoi.samples=2"});
  const auto makesAnother = [&](Room room) {
    for (const Stage& stage : stagesOf(c, room))
      if (stage.name == "replicas/glass_1") return true;
    return false;
  };
  EXPECT_TRUE(makesAnother(Room::sim));
  EXPECT_TRUE(makesAnother(Room::voronoi));
  EXPECT_FALSE(makesAnother(Room::multislice));
  EXPECT_TRUE(makesAnother(Room::compare));
}

// What only the comparison at the end would find is found before a glass is made.
TEST(SampleStage, aThicknessThatIsNoneIsRefusedAtOnce) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "thickness.h5", "no map");
  for (const char* name : {"thickness.h5", "absent.h5"}) {
    const Case c =
        parseCase("", "test",
                  {"compare.thickness_file=\"" + (folder / name).string() + "\"", "sim.atoms=300"});
    EXPECT_THROW(planOf(c, folder / "run"), Error) << name;
    EXPECT_THROW(runPipeline(c, folder / "run", std::nullopt), Error) << name;
    EXPECT_FALSE(std::filesystem::exists(folder / "run/.work/sim")) << name;
  }
}

}  // namespace
}  // namespace glasscope::pipeline
