// What plan says of memory, beside what the program takes.
#include <cmath>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/formats/H5md.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

/// Bytes behind "at most", of the last scan that is planned.
double planned(const std::string& text) {
  const std::size_t at = text.rfind("at most ");
  if (at == std::string::npos) return 0;
  std::istringstream in(text.substr(at + 8));
  double number = 0;
  std::string unit;
  in >> number >> unit;
  return number * (unit == "GiB" ? 1024.0 : 1.0) * 1024 * 1024;
}

double measured(const fs::path& folder, const std::string& stage) {
  const auto json = nlohmann::json::parse(readFile(folder / "provenance.json"));
  for (const auto& one : json.at("stages")) {
    if (one.at("name") == stage) return one.at("peak_memory_bytes");
  }
  return 0;
}

class PlanProgram : public ProgramTest {
 protected:
  void expectAsPlanned(const std::string& stage, const std::vector<std::string>& keys) const {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the address sanitizer takes memory of its own";
#endif
    const fs::path input = writeFrames("glass.xyz", 1), out = folder_ / "run";
    const auto arguments = [&](const char* verb) {
      return with({"-t", "1", verb, input.string(), "-o", out.string(), "--set",
                   "snapshots.thermal_motion=none"},
                  keys);
    };
    const Outcome plan = run(arguments("plan"));
    ASSERT_EQ(plan.status, 0) << plan.errors;
    ASSERT_EQ(run(arguments("multislice")).status, 0);
    // Allocators round, and libraries keep things: a sixth.
    EXPECT_NEAR(measured(out, stage) / planned(plan.output), 1, 0.17) << plan.output;
  }
};

/// The number behind a word.
double numberBehind(const std::string& text, const std::string& words) {
  const std::size_t at = text.find(words);
  return at == std::string::npos ? std::nan("") : std::stod(text.substr(at + words.size()));
}

TEST_F(PlanProgram, ofSnapshotsIsWhatARunHas) {
  writeFrames("one.xyz", 1);
  writeFrames("three.xyz", 3);
  Atoms gold = smallGlass();
  std::fill(gold.atomicNumbers.begin(), gold.atomicNumbers.end(), 79);
  writeExtendedXyz(folder_ / "gold.xyz", {gold});
  const auto keys = [&](const char* input, const char* motion) {
    return with(quickly({"plan", (folder_ / input).string(), "--frames", "all", "-o",
                         (folder_ / "run").string()}),
                {"haadf.snapshots=0", "nanodiffraction.enabled=false", "snapshots.count=5",
                 std::string("snapshots.thermal_motion=") + motion});
  };
  // 36 positions times snapshots.
  for (const auto& [input, motion, probes] :
       {std::tuple{"three.xyz", "auto", 108},
        {"three.xyz", "frames", 108},
        {"three.xyz", "series", 108},
        {"three.xyz", "none", 36},
        {"three.xyz", "dynamics", 180},
        {"one.xyz", "auto", 180},
        {"one.xyz", "none", 36},
        // The default potential does not know gold: there is no motion.
        {"gold.xyz", "auto", 36}}) {
    const Outcome plan = run(keys(input, motion));
    EXPECT_EQ(plan.status, 0) << plan.errors;
    EXPECT_THAT(plan.output, testing::HasSubstr(fmt::format("{} (positions", probes)))
        << input << ", " << motion;
  }
  EXPECT_EQ(run(keys("one.xyz", "series")).status, 2);
}

TEST_F(PlanProgram, ofColumnsIsWhatIsWritten) {
  writeFrames("one.xyz", 1);
  writeFrames("three.xyz", 3);
  for (const auto& [input, more] :
       {std::pair{"three.xyz", "voronoi.top_motifs=15"}, {"one.xyz", "voronoi.tetrahedral=on"}}) {
    const auto command = [&](const char* verb) {
      return with(quickly({verb, (folder_ / input).string(), "--frames", "all", "-o",
                           (folder_ / "run").string()}),
                  {std::string(input) == "one.xyz" ? "snapshots.thermal_motion=none"
                                                   : "snapshots.thermal_motion=frames",
                   more});
    };
    const auto writtenColumns = [&] {
      return readH5md(folder_ / "run/atoms/descriptors.h5").front().frames.front().columns.size();
    };
    const double before = numberBehind(run(command("plan")).output, "Descriptors: ");
    ASSERT_EQ(run(command("voronoi")).status, 0);
    EXPECT_EQ(before, static_cast<double>(writtenColumns())) << input;
    // Once the structure is made, the plan is that of its file.
    const std::string after = run(command("plan")).output;
    EXPECT_EQ(numberBehind(after, "Descriptors: "), before);
    EXPECT_THAT(after, testing::HasSubstr("made already"));
  }
}

TEST_F(PlanProgram, addsUpTimeMemoryAndDisk) {
  const fs::path input = writeFrames("glass.xyz", 2);
  const Outcome plan =
      run(quickly({"plan", input.string(), "--frames", "all", "-o", (folder_ / "run").string()}));
  const std::size_t at = plan.output.find("Total: ");
  ASSERT_NE(at, std::string::npos) << plan.output;
  EXPECT_EQ(plan.output.find("Total: ", at + 1), std::string::npos);
  EXPECT_THAT(plan.output.substr(at),
              testing::AllOf(testing::HasSubstr("of memory"), testing::HasSubstr("of disk")));
  EXPECT_THAT(plan.output.substr(at), testing::HasSubstr("not counted: compare, report"));
  // What nobody estimates is named, whatever it is.
  const Outcome more = run(
      with(quickly({"plan", input.string(), "--frames", "all", "-o", (folder_ / "run").string()}),
           {"hrtem.enabled=true", "record.dose_e_per_A2=1e4"}));
  EXPECT_THAT(more.output,
              testing::HasSubstr("not counted: the time of hrtem, record, compare, report"));
  // Two 4-D scans of 6 x 6 patterns, or one: the disk knows.
  const Outcome less = run(
      with(quickly({"plan", input.string(), "--frames", "all", "-o", (folder_ / "run").string()}),
           {"nanodiffraction.enabled=false", "haadf.enabled=false"}));
  EXPECT_NE(less.output.substr(less.output.find("Total: ")), plan.output.substr(at));
}

TEST_F(PlanProgram, ofOtherSettingsIsNotThatOfTheStructureThatIsThere) {
  writeFrames("glass.xyz", 3);
  const auto command = [&](const char* verb, const char* frames) {
    return with(quickly({verb, (folder_ / "glass.xyz").string(), "--frames", frames, "-o",
                         (folder_ / "run").string()}),
                {"haadf.snapshots=0", "nanodiffraction.enabled=false"});
  };
  ASSERT_EQ(run(command("sim", "all")).status, 0);
  EXPECT_THAT(run(command("plan", "all")).output, testing::HasSubstr("108 (positions"));
  EXPECT_THAT(run(command("plan", "0:1:1")).output, testing::HasSubstr("72 (positions"));
}

TEST_F(PlanProgram, ofLargePatternsIsWhatARunTakes) {
  expectAsPlanned(
      "nanodiffraction",
      {"haadf.enabled=false", "nanodiffraction.scan_nx=2", "nanodiffraction.scan_ny=300",
       "nanodiffraction.pixels=200", "nanodiffraction.max_angle_mrad=80",
       "nanodiffraction.semiangle_mrad=10", "foil.tile_x=4", "foil.tile_y=4", "foil.thickness_A=2",
       "microscope.method=multislice", "microscope.potential_oversampling=1"});
}

TEST_F(PlanProgram, ofStreamedSlicesIsWhatARunTakes) {
  expectAsPlanned("haadf", {"nanodiffraction.enabled=false", "haadf.scan_nx=16", "haadf.scan_ny=16",
                            "microscope.window_A=24", "foil.tile_x=4", "foil.tile_y=4",
                            "microscope.potential_memory_GB=0.15", "microscope.max_angle_mrad=200",
                            "haadf.outer_mrad=100"});
}

}  // namespace
}  // namespace glasscope
