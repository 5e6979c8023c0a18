// glasscope plan --converge, as a user runs it.
#include <chrono>
#include <thread>

#include <nlohmann/json.hpp>

#include "core/system/Mpi.h"
#include "tests/Paths.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Json = nlohmann::json;

class ConvergeProgramTest : public ProgramTest {
 protected:
  /// A plan of still atoms with a budget that nothing is dropped for.
  std::vector<std::string> converge(const std::string& out,
                                    const std::vector<std::string>& overrides = {}) const {
    std::vector<std::string> arguments = {"plan",
                                          (folder_ / "glass.xyz").string(),
                                          "--converge",
                                          "--positions",
                                          "2",
                                          "--budget-minutes",
                                          "1000",
                                          "-o",
                                          (folder_ / out).string()};
    arguments = with(quickly(arguments), {"snapshots.thermal_motion=none"});
    return with(arguments, overrides);
  }

  Json result(const std::string& out) const {
    return Json::parse(readFile(folder_ / out / "converge.json"));
  }

  static Json knob(const Json& scan, const std::string& name) {
    for (const Json& k : scan["settings"]) {
      if (k["name"] == name) return k;
    }
    return {};
  }
};

TEST_F(ConvergeProgramTest, measuresEveryScanAndSaysWhatToSet) {
  writeFrames("glass.xyz", 1);
  const Outcome outcome = run(converge("out"));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("haadf: convergence at 2 positions, tolerance 1 %"));
  EXPECT_THAT(outcome.output, HasSubstr("nanodiffraction: convergence at 2 positions"));
  EXPECT_THAT(outcome.errors, HasSubstr("runs, about"));
  const Json json = result("out");
  ASSERT_EQ(json["scans"].size(), 2u);
  for (const Json& scan : json["scans"]) {
    EXPECT_EQ(scan["positions_A"].size(), 2u);
    for (const Json& k : scan["settings"]) {
      EXPECT_EQ(k["levels"][0]["cost"], 1.0);
      EXPECT_TRUE(k["levels"].back()["computed"]);
      for (const Json& d : k["levels"].back()["differences"]) EXPECT_EQ(d["rms"], 0.0);
    }
  }
  for (const Json& setting : json["set"]) {
    EXPECT_THAT(outcome.output, HasSubstr("--set " + setting.get<std::string>()));
  }
  ASSERT_EQ(json["choices"].size(), 2u);
  EXPECT_EQ(json["choices"][0]["scan"], "haadf");
  for (const Json& choice : json["choices"]) {
    EXPECT_EQ(choice["asked"], 0.01);
    // What was not computed, because it would take too long, is not said to be reached.
    EXPECT_EQ(choice["reached"], choice["rounds"] > 0 && choice["bound"] <= 0.01) << choice.dump(1);
    EXPECT_GT(choice["bound"], 0);
  }
  EXPECT_THAT(outcome.output, HasSubstr("haadf: settings for 1 % in all signals together"));
}

// What is recommended is judged again by a run of its own, whose ladder goes on to slices an eighth
// as thick. Six positions know an error to some 50 %.
TEST_F(ConvergeProgramTest, thickSlicesAreFlaggedAndTheRecommendedOnesAreAsGoodAsTheyWereSaidToBe) {
  writeFrames("glass.xyz", 1);
  const std::vector<std::string> thick = {"nanodiffraction.enabled=false",
                                          "haadf.semiangle_mrad=20",
                                          "microscope.slice_thickness_A=4.4"};
  const auto atSix = [&](const std::string& out, const std::vector<std::string>& overrides) {
    std::vector<std::string> arguments = converge(out, overrides);
    *(std::find(arguments.begin(), arguments.end(), "--positions") + 1) = "6";
    return run(arguments).status;
  };
  ASSERT_EQ(atSix("thick", thick), 0);
  const Json before = knob(result("thick")["scans"][0], "slice thickness");
  ASSERT_EQ(before["verdict"], "not_converged") << before.dump(1);
  ASSERT_TRUE(before["recommended"].is_number()) << before.dump(1);
  std::vector<std::string> thin = thick;
  const Json recommended = result("thick")["set"];
  for (const Json& setting : recommended) {
    const std::string text = setting;
    if (text.starts_with("microscope.slice_thickness_A")) thin.push_back(text);
  }
  ASSERT_EQ(thin.size(), thick.size() + 1);
  ASSERT_EQ(atSix("thin", thin), 0);
  const Json after = knob(result("thin")["scans"][0], "slice thickness");
  const auto errorOf = [](const Json& level) {
    return level["differences"][0]["error"].get<double>();
  };
  double promised = 0;
  for (const Json& level : before["levels"]) {
    if (level["value"] == before["recommended"]) promised = errorOf(level);
  }
  ASSERT_GT(promised, 0);
  EXPECT_LT(errorOf(after["levels"][0]), 1.5 * promised) << after.dump(1);
  EXPECT_GT(errorOf(after["levels"][0]), promised / 2) << after.dump(1);
  EXPECT_LT(errorOf(after["levels"][0]), 0.5 * errorOf(before["levels"][0])) << after.dump(1);
}

// A plane-wave image is measured beside a scan, with every defocus of its series, and both share
// what is to be set.
TEST_F(ConvergeProgramTest, measuresPlaneWaveImagesToo) {
  writeFrames("glass.xyz", 1);
  const Outcome outcome = run(
      converge("out", {"haadf.enabled=false", "nanodiffraction.enabled=false", "hrtem.enabled=true",
                       "hrtem.series={key=\"defocus_A\", values=[300]}", "hrtem.defocus_A=500",
                       "hrtem.aperture_mrad=20", "microscope.slice_thickness_A=5"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const Json json = result("out");
  ASSERT_EQ(json["scans"].size(), 1u);
  const Json image = json["scans"][0];
  EXPECT_EQ(image["scan"], "hrtem");
  EXPECT_EQ(image["signals"][0]["name"], "image at 500 A");
  EXPECT_EQ(image["signals"][1]["name"], "image at 300 A");
  EXPECT_EQ(image["signals"][2]["name"], "mean of the image");
  EXPECT_EQ(knob(image, "slice thickness")["verdict"], "not_converged");
  EXPECT_THAT(outcome.output, HasSubstr("hrtem: convergence at"));
  EXPECT_THAT(outcome.output, HasSubstr("--set microscope.slice_thickness_A="));
}

// Of a tilt series that of the most material: its slices are those of the longest way.
TEST_F(ConvergeProgramTest, measuresTheThickestTilt) {
  writeFrames("glass.xyz", 1);
  const auto slicesOf = [&](const std::string& out, const std::vector<std::string>& tilts) {
    std::vector<std::string> arguments =
        with(converge(out, {"nanodiffraction.enabled=false"}), tilts);
    *(std::find(arguments.begin(), arguments.end(), "1000")) = "0.000001";
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
    const std::string facts =
        knob(result(out)["scans"][0], "slice thickness")["levels"][0]["facts"];
    return std::stoi(facts);
  };
  const std::vector<std::string> tilted = {"haadf.series={key=\"tilt_deg\", values=[-20, 60, 0]}",
                                           "tilt_series.margin_A=3", "haadf.scan_nx=4",
                                           "haadf.scan_ny=4"};
  EXPECT_GT(slicesOf("tilted", tilted), 1.5 * slicesOf("flat", {}));
}

TEST_F(ConvergeProgramTest, thermalConfigurationsHaveAStandardError) {
  writeFrames("glass.xyz", 3);
  const Outcome outcome = run(
      with(converge("out", {"nanodiffraction.enabled=false", "snapshots.thermal_motion=frames"}),
           {"configuration.frames=all", "haadf.snapshots=3"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const Json configurations = result("out")["scans"][0]["configurations"];
  EXPECT_EQ(configurations["used"], 3);
  EXPECT_EQ(configurations["measured"], 3);
  EXPECT_GT(configurations["standard_error"][0], 0.0);
}

TEST_F(ConvergeProgramTest, leavesOutWhatTheBudgetDoesNotAllowAndSaysSo) {
  writeFrames("glass.xyz", 1);
  std::vector<std::string> arguments = converge("out", {"nanodiffraction.enabled=false"});
  *(std::find(arguments.begin(), arguments.end(), "1000")) = "0.000001";
  arguments.insert(arguments.end(), {"--json", (folder_ / "here.json").string()});
  const Outcome outcome = run(arguments);
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("warning: haadf: left out"));
  EXPECT_THAT(outcome.output, HasSubstr("cannot be decided"));
  EXPECT_TRUE(fs::exists(folder_ / "here.json"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(ConvergeProgramTest, saysWhenTheAtomsThatAreThereAreThoseOfOtherSettings) {
  const fs::path input = writeFrames("glass.xyz", 1);
  std::vector<std::string> arguments = converge("out", {"nanodiffraction.enabled=false"});
  *(std::find(arguments.begin(), arguments.end(), "1000")) = "0.000001";
  const std::vector<std::string> make = with(
      {"sim", input.string(), "-o", (folder_ / "out").string()}, {"snapshots.thermal_motion=none"});
  ASSERT_EQ(run(make).status, 0);
  const auto warns = HasSubstr("belong to other settings than the case");
  EXPECT_THAT(run(arguments).errors, testing::Not(warns));
  writeFrames("glass.xyz", 2);  // other atoms under the same name
  const Outcome other = run(arguments);
  EXPECT_EQ(other.status, 0) << other.errors;
  EXPECT_THAT(other.errors, warns);
}

// A study cannot go on where it stopped: it leaves no result that would look like a whole one.
TEST_F(ConvergeProgramTest, anInterruptEndsItWithoutAResult) {
  writeFrames("glass.xyz", 1);
  std::vector<std::string> arguments = converge("out", {"nanodiffraction.enabled=false"});
  *(std::find(arguments.begin(), arguments.end(), "2")) = "30";
  Child child(arguments, folder_);
  const auto started = [&] {
    return fs::exists(folder_ / "stderr") &&
           readFile(folder_ / "stderr").find("convergence at") != std::string::npos;
  };
  while (child.running() && !started()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ASSERT_TRUE(child.running()) << "it ended before it could be interrupted";
  child.signal(SIGINT);
  const Outcome outcome = child.wait();
  EXPECT_EQ(outcome.status, 130) << outcome.errors;
  EXPECT_FALSE(fs::exists(folder_ / "out/converge.json"));
  EXPECT_THAT(outcome.output, testing::Not(HasSubstr("microscope.slice_thickness_A")));
}

TEST_F(ConvergeProgramTest, hasTheSameBitsOnAnyThreadsAndRanks) {
  writeFrames("glass.xyz", 1);
  const std::vector<std::string> small = {"nanodiffraction.enabled=false"};
  for (const char* threads : {"1", "2"}) {
    std::vector<std::string> arguments = converge(threads, small);
    arguments.insert(arguments.end(), {"-t", threads});
    ASSERT_EQ(run(arguments).status, 0);
  }
  EXPECT_EQ(readFile(folder_ / "1/converge.json"), readFile(folder_ / "2/converge.json"));
  if (!Mpi::compiledIn()) return;
  std::string command =
      fmt::format("mpirun --oversubscribe --allow-run-as-root -np 2 {} -t 1", programPath());
  for (const std::string& argument : converge("ranks", small)) command += " '" + argument + "'";
  ASSERT_EQ(std::system((command + " > " + (folder_ / "log").string() + " 2>&1").c_str()), 0)
      << readFile(folder_ / "log");
  EXPECT_EQ(readFile(folder_ / "1/converge.json"), readFile(folder_ / "ranks/converge.json"));
}

TEST_F(ConvergeProgramTest, refusesACaseWithoutAtomsAndAToleranceThatIsNone) {
  const Outcome none = run({"plan", sourceFolder() + "/inputs/cu64zr36.toml", "--converge", "-o",
                            (folder_ / "out").string()});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.errors, HasSubstr("glasscope sim CASE"));
  writeFrames("glass.xyz", 1);
  std::vector<std::string> arguments = converge("out");
  arguments.insert(arguments.end(), {"--tolerance", "200%"});
  const Outcome wrong = run(arguments);
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("'200%' is no tolerance"));
}

}  // namespace
}  // namespace glasscope
