// What plan says of memory, beside what the program takes.
#include <nlohmann/json.hpp>

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
                   "configuration.thermal_motion=none"},
                  keys);
    };
    const Outcome plan = run(arguments("plan"));
    ASSERT_EQ(plan.status, 0) << plan.errors;
    ASSERT_EQ(run(arguments("multislice")).status, 0);
    // Allocators round, and libraries keep things: a sixth.
    EXPECT_NEAR(measured(out, stage) / planned(plan.output), 1, 0.17) << plan.output;
  }
};

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
