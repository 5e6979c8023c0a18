// glasscope mobility, as a user runs it.
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/formats/H5md.h"
#include "core/system/Mpi.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class MobilityProgramTest : public ProgramTest {
 protected:
  /// A LAMMPS dump of 27 atoms of two elements that hop from frame to frame, wrapped into the box.
  fs::path dump(int frames) const {
    std::string text;
    for (int f = 0; f < frames; ++f) {
      text += fmt::format(
          "ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n27\nITEM: BOX BOUNDS pp pp pp\n0 9\n0 9\n0 "
          "9\nITEM: ATOMS id element x y z\n",
          100 * f);
      for (int i = 0; i < 27; ++i) {
        // Every second atom goes up, every third of the others down, by one angstrom a frame.
        const double way = i % 2 == 0 ? f : 0;
        text += fmt::format("{} {} {:.6f} {} {}\n", i + 1, i % 3 == 0 ? "Zr" : "Cu",
                            std::fmod(3 * (i % 3) + 0.5 + (i % 4 == 0 ? way : 8 * way), 9),
                            3 * (i / 3 % 3) + 0.5, 3 * (i / 9) + 0.5);
      }
    }
    writeFileAtomically(folder_ / "run.dump", text);
    return folder_ / "run.dump";
  }
};

TEST_F(MobilityProgramTest, tellsHowAtomsMove) {
  const fs::path file = dump(21);
  const std::vector<std::string> arguments = {
      "mobility", file.string(), "--timestep-fs", "5", "-o", (folder_ / "out").string()};
  const Outcome outcome = run(arguments);
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("21 frames over 10 ps"));
  EXPECT_THAT(outcome.output, HasSubstr("Cu"));
  EXPECT_THAT(outcome.output, HasSubstr("% of the atoms left their place by more than 1 angstrom"));
  const auto json = nlohmann::json::parse(readFile(folder_ / "out/run_mobility.json"));
  EXPECT_EQ(json["frames"], 21);
  EXPECT_NEAR(json["duration_ps"].get<double>(), 10, 1e-9);
  EXPECT_TRUE(json["relaxation"].contains("Zr"));
  const Atoms atoms = readH5md(folder_ / "out/run_mobility.h5").front().frames.front();
  EXPECT_EQ(atoms.size(), 27u);
  for (const char* name : {"mobility_A2", "jumps", "residence_time_ps", "residence_time_error_ps"})
    EXPECT_TRUE(atoms.columns.has(name)) << name;
  // It goes an angstrom down through the faces at each of twenty frames, and the whole drifts a
  // little.
  EXPECT_GT(atoms.columns.at("jumps").values[2], 7);
  EXPECT_LT(atoms.columns.at("jumps").values[2], 21);
  EXPECT_LT(atoms.columns.at("jumps").values[1], atoms.columns.at("jumps").values[2]);
  const std::string csv = readFile(folder_ / "out/run_mobility.csv");
  EXPECT_THAT(csv, testing::StartsWith("group,lag_ps,origins,square_displacement_A2,"));
  EXPECT_THAT(csv, HasSubstr("\nall,0.5,20,"));
  // Again over its own files.
  EXPECT_EQ(run(arguments).status, 0);
  if (!Mpi::compiledIn()) return;
  std::string command =
      fmt::format("mpirun --oversubscribe --allow-run-as-root -np 2 {}", programPath());
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  ASSERT_EQ(std::system((command + " > " + (folder_ / "log").string() + " 2>&1").c_str()), 0)
      << readFile(folder_ / "log");
  EXPECT_EQ(readFile(folder_ / "out/run_mobility.csv"), csv);
}

TEST_F(MobilityProgramTest, asksForWhatIsNotKnownAndLeavesFilesOfOthersAlone) {
  const fs::path file = dump(3);
  EXPECT_THAT(run({"mobility", file.string()}).errors, HasSubstr("--timestep-fs"));
  EXPECT_THAT(run({"mobility", file.string(), "--timestep-fs", "5", "--q", "0"}).errors,
              HasSubstr("wave number"));
  EXPECT_THAT(run({"mobility", file.string(), "--timestep-fs", "5", "--frames", "-1"}).errors,
              HasSubstr("--frames all"));
  writeFileAtomically(folder_ / "run_mobility.json", "mine\n");
  const Outcome outcome = run({"mobility", file.string(), "--timestep-fs", "5"});
  EXPECT_EQ(outcome.status, 2) << outcome.errors;
  EXPECT_EQ(readFile(folder_ / "run_mobility.json"), "mine\n");
  EXPECT_FALSE(fs::exists(folder_ / "run_mobility.csv"));
}

}  // namespace
}  // namespace glasscope
