#include <nlohmann/json.hpp>

#include "cli/Verb.h"
#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

TEST_F(ProgramTest, everyVerbHasAHelpWithExamples) {
  for (const cli::Verb& verb : cli::verbs()) {
    const Outcome outcome = run({verb.name, "--help"});
    EXPECT_EQ(outcome.status, 0) << verb.name;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("Examples"), HasSubstr("glasscope " + verb.name)));
  }
}

TEST_F(ProgramTest, anUnknownVerbIsAUsageError) {
  EXPECT_EQ(run({"quench"}).status, 2);
  EXPECT_THAT(run({"voronio"}).errors, HasSubstr("did you mean 'voronoi'?"));
  const fs::path input = writeFrames("glass.xyz", 1);
  EXPECT_THAT(run({input.string()}).errors, HasSubstr("'glasscope run " + input.string()));
  EXPECT_EQ(run({"-t", "1", "help", "case"}).status, 0);
  EXPECT_EQ(run({}).status, 2);
  EXPECT_THAT(run({}).errors, HasSubstr("glasscope run inputs/cu64zr36.toml"));
}

TEST_F(ProgramTest, aTrajectoryBecomesAReportAndEveryFileThatIsPromised) {
  const fs::path input = writeFrames("glass.xyz", 4);
  const fs::path out = folder_ / "run";
  const Outcome outcome =
      run(quickly({"run", input.string(), "--frames", "all", "-o", out.string()}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  for (const char* file :
       {"atoms/structure.h5", "structure/thermo.csv", "atoms/descriptors.h5",
        "atoms/descriptors.xyz", "atoms/descriptors.dump", "structure/report.json",
        "signals/haadf/signal.h5", "signals/nanodiffraction/signal.h5", "signals/associations.csv",
        "signals/haadf/truth.h5", "signals/nanodiffraction/reductions.h5", "report.html",
        "case.toml", "provenance.json"}) {
    EXPECT_TRUE(fs::exists(out / file)) << file;
  }
  EXPECT_THAT(outcome.output, HasSubstr("report.html"));
  EXPECT_THAT(run({"cite", out.string()}).output,
              AllOf(HasSubstr("rycroft2009voro"), HasSubstr("lobato2014factors")));
  EXPECT_EQ(run({"cite", input.string()}).status, 3);  // nothing was run beside it
  EXPECT_THAT(readFile(out / "atoms/descriptors.xyz"),
              AllOf(HasSubstr("flexibility_volume_A3"), HasSubstr("voronoi_volume_A3")));
  const std::string report = readFile(out / "report.html");
  EXPECT_THAT(report, HasSubstr("glass.xyz"));
  const EmdDatacube cube(out / "signals/nanodiffraction/signal.h5");
  EXPECT_EQ(cube.shape().rx, 6);
  // What a periodic specimen scatters inside 40 mrad is most of the beam, and never more than all.
  double sum = 0;
  for (const float value : cube.pattern(0, 0)) sum += value;
  EXPECT_GT(sum, 0.5);
  EXPECT_LE(sum, 1.0 + 1e-4);  // single precision over 2e4 pixels
}

TEST_F(ProgramTest, aGlassThatIsMadeHasItsMotionFromDynamicsAndSaysSo) {
  const fs::path input = folder_ / "glass.toml";
  writeFileAtomically(input,
                      "[sim]\natoms = 108\nmelt_ps = 0.02\ncooling_rate_K_per_s = 1e17\n"
                      "[snapshots]\ncount = 2\nequilibration_ps = 0.02\ninterval_ps = 0.02\n");
  const std::vector<std::string> make = {"sim", input.string(), "-o", (folder_ / "run").string()};
  const Outcome made = run(with(make, {"snapshots.thermal_motion=none"}));
  ASSERT_EQ(made.status, 0) << made.errors;
  EXPECT_THAT(made.errors, HasSubstr("snapshots.thermal_motion = \"none\" is for"));
  const Outcome usual = run(with(make, {"snapshots.thermal_motion=dynamics"}));
  EXPECT_EQ(usual.errors.find("is for a configuration"), std::string::npos) << usual.errors;
}

TEST_F(ProgramTest, aSecondRunUsesWhatIsThereAndAChangedKeyOnlyWhatDependsOnIt) {
  const fs::path input = writeFrames("glass.xyz", 3);
  const fs::path out = folder_ / "run";
  const auto arguments = quickly({"run", input.string(), "--frames", "all", "-o", out.string()});
  ASSERT_EQ(run(arguments).status, 0);
  const auto written = fs::last_write_time(out / "signals/haadf/signal.h5");
  const auto compared = fs::last_write_time(out / "signals/associations.csv");
  const Outcome again = run(arguments);
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(fs::last_write_time(out / "signals/associations.csv"), compared);
  EXPECT_THAT(again.errors, HasSubstr("report: nothing has changed"));
  auto changed = arguments;
  changed.insert(changed.end(), {"--set", "compare.surrogates=29"});
  EXPECT_EQ(run(changed).status, 0);
  EXPECT_NE(fs::last_write_time(out / "signals/associations.csv"), compared);
  EXPECT_EQ(fs::last_write_time(out / "signals/haadf/signal.h5"), written);
}

TEST_F(ProgramTest, theRunFolderItselfIsAnInput) {
  const fs::path input = writeFrames("glass.xyz", 3);
  const fs::path out = folder_ / "run";
  ASSERT_EQ(run(quickly({"voronoi", input.string(), "--frames", "all", "-o", out.string()})).status,
            0);
  EXPECT_FALSE(fs::exists(out / "signals/haadf/signal.h5"));
  EXPECT_EQ(run({"run", out.string()}).status, 0);
  EXPECT_TRUE(fs::exists(out / "report.html"));
  const Outcome info = run({"info", out.string()});
  EXPECT_THAT(info.output, HasSubstr("6 finished stage"));
}

TEST_F(ProgramTest, oneFrameWithoutMotionIsImagedAsItStands) {
  const fs::path input = writeFrames("glass.xyz", 1);
  const fs::path out = folder_ / "run";
  const Outcome outcome = run(quickly(
      {"run", input.string(), "-o", out.string(), "--set", "snapshots.thermal_motion=none"}));
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("has no vibrational_u2_A2"));
  // Nothing is said of a potential that was not used.
  EXPECT_THAT(readFile(out / "provenance.json"), testing::Not(HasSubstr("kim_id")));
}

TEST_F(ProgramTest, theMovingAtomsOfAFreeParticleAreCountedLikeItsReference) {
  std::vector<Atoms> frames;
  for (int f = 0; f < 2; ++f) {
    Atoms particle;
    particle.box = Box::orthogonal(Vec3::Constant(60), Vec3::Zero(), {false, false, false});
    // 11 cells a side: deep enough for a g(r) without surface atoms.
    for (int i = 0; i < 11 * 11 * 11; ++i) {
      Random shake(1, "particle", static_cast<std::uint64_t>(f), static_cast<std::uint64_t>(i));
      const Vec3 site(i % 11, i / 11 % 11, i / 121);
      particle.add(i % 3 == 0 ? 40 : 29,
                   2.6 * site + Vec3::Constant(17) +
                       0.2 * Vec3(shake.normal(), shake.normal(), shake.normal()));
    }
    frames.push_back(particle);
    frames.back().step = f;
  }
  writeExtendedXyz(folder_ / "particle.xyz", frames);
  const fs::path out = folder_ / "run";
  ASSERT_EQ(run(quickly({"voronoi", (folder_ / "particle.xyz").string(), "--frames", "all", "-o",
                         out.string()}))
                .status,
            0);
  const auto json = nlohmann::json::parse(readFile(out / "structure/report.json"));
  ASSERT_FALSE(json["g_of_r"].empty());
  ASSERT_FALSE(json["g_of_r_thermal"].empty());
  EXPECT_EQ(json["g_of_r_thermal"][0]["r_A"], json["g_of_r"][0]["r_A"]);
  // Uncorrelated atoms have g = 1; counted over the box of 60 angstrom it would be near 10.
  const auto mean = [&](const char* name) {
    double sum = 0, volume = 0;
    for (std::size_t i = 0; i < json[name][0]["r_A"].size(); ++i) {
      const double r = json[name][0]["r_A"][i], g = json[name][0]["g"][i];
      if (r < 3) continue;
      sum += g * r * r;
      volume += r * r;
    }
    return sum / volume;
  };
  EXPECT_NEAR(mean("g_of_r_thermal"), 1, 0.25);  // a shell more or less on a lattice this small
  EXPECT_NEAR(mean("g_of_r_thermal"), mean("g_of_r"), 0.1);
}

TEST_F(ProgramTest, planPrintsTheCostAndMakesNoFolder) {
  const fs::path input = writeFrames("glass.xyz", 1);
  const fs::path out = folder_ / "run";
  const Outcome outcome = run(quickly({"plan", input.string(), "-o", out.string()}));
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("haadf"), HasSubstr("nanodiffraction")));
  EXPECT_FALSE(fs::exists(out));
}

TEST_F(ProgramTest, planRefusesWhatTheMachineDoesNotHave) {
  const fs::path input = writeFrames("glass.xyz", 1);
  const auto plan = quickly({"plan", input.string(), "-o", (folder_ / "run").string()});
  // 1e8 atoms need some 300 GB, 1e15 angstrom of foil more than any memory, and 65536^2 patterns of
  // 42 x 42 pixels 30 TB.
  for (const auto& keys : std::vector<std::vector<std::string>>{
           {"configuration.file=", "sim.atoms=100000000", "snapshots.count=1000"},
           {"foil.thickness_A=1e15"},
           {"nanodiffraction.scan_nx=65536", "nanodiffraction.scan_ny=65536",
            "haadf.enabled=false"}}) {
    const Outcome outcome = run(with(plan, keys));
    EXPECT_EQ(outcome.status, 5) << keys.front() << outcome.errors;
    EXPECT_THAT(outcome.errors, HasSubstr("What to do:"));
  }
}

TEST_F(ProgramTest, planCountsTheFramesThatAreThere) {
  const fs::path input = writeFrames("glass.xyz", 3);
  const auto plan = with(quickly({"plan", input.string()}),
                         {"haadf.snapshots=0", "nanodiffraction.enabled=false"});
  EXPECT_THAT(run(with(plan, {"configuration.frames=all"})).output, HasSubstr("108 (positions"));
  EXPECT_THAT(run(with(plan, {"snapshots.thermal_motion=none"})).output,
              HasSubstr("36 (positions"));
  EXPECT_EQ(run(with(plan, {"configuration.frames=7"})).status, 2);
}

// A hole costs no disk, and half of one to be hashed a moment.
TEST_F(ProgramTest, infoTakesNoHashOfMoreThanFourGibibytesUnasked) {
  Map2 map;
  map.name = "adf";
  map.values = Array2<double>(4, 4, 1.0);
  const fs::path file = folder_ / "large.h5";
  writeEmdMaps(file, {map}, {});
  fs::resize_file(file, (std::uintmax_t{4} << 30) + 1);
  const Outcome large = run({"info", file.string()});
  ASSERT_EQ(large.status, 0) << large.errors;
  EXPECT_THAT(large.output, AllOf(HasSubstr("4.0 GiB, not hashed"), HasSubstr("map adf"),
                                  HasSubstr("were not read back")));
  fs::resize_file(file, std::uintmax_t{1} << 29);
  const Outcome smaller = run({"info", file.string()});
  EXPECT_THAT(smaller.output, AllOf(HasSubstr("512.0 MiB, XXH3-128 "), HasSubstr("can be read")));
}

TEST_F(ProgramTest, infoTellsOfEveryKindOfFile) {
  const fs::path input = writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run";
  ASSERT_EQ(run(quickly({"run", input.string(), "--frames", "all", "-o", out.string()})).status, 0);
  EXPECT_THAT(run({"info", input.string()}).output, HasSubstr("2 frame(s)"));
  EXPECT_THAT(run({"info", (out / "atoms/structure.h5").string()}).output, HasSubstr("H5MD"));
  EXPECT_THAT(run({"info", (out / "signals/haadf/signal.h5").string()}).output,
              HasSubstr("map haadf"));
  EXPECT_THAT(run({"info", (out / "signals/nanodiffraction/signal.h5").string()}).output,
              HasSubstr("4-D scan"));
  EXPECT_THAT(run({"info", (out / "case.toml").string()}).output, HasSubstr("name = \"haadf\""));
}

TEST_F(ProgramTest, theResultIsTheSameForOneThreadAndSeveral) {
  const fs::path input = writeFrames("glass.xyz", 3);
  std::vector<std::vector<float>> patterns;
  std::vector<std::string> descriptors;
  for (const char* threads : {"1", "3"}) {
    const fs::path out = folder_ / threads;
    ASSERT_EQ(
        run(quickly({"run", input.string(), "--frames", "all", "-o", out.string(), "-t", threads}))
            .status,
        0);
    const EmdDatacube cube(out / "signals/nanodiffraction/signal.h5");
    const Array2<float> pattern = cube.pattern(5, 2);
    patterns.emplace_back(pattern.begin(), pattern.end());
    descriptors.push_back(readFile(out / "atoms/descriptors.xyz"));
  }
  EXPECT_EQ(patterns[0], patterns[1]);
  EXPECT_EQ(descriptors[0], descriptors[1]);
}

TEST_F(ProgramTest, whatTheCommandLineCannotMeanEndsWithWhatToDo) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"run"}, {"plan", "a", "--nothing"}, {"plan", "a", "-t", "x"}}) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.errors, testing::HasSubstr("What to do: see 'glasscope --help'"));
  }
}

}  // namespace
}  // namespace glasscope
