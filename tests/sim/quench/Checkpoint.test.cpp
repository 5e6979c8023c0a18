#include "sim/quench/Checkpoint.h"

#include <fstream>

#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "core/system/Log.h"
#include "tests/sim/WorkFolder.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

Atoms twoAtoms() {
  Atoms atoms;
  atoms.box = Box::orthogonal({10, 11, 12});
  atoms.add(29, {1, 2, 3});
  atoms.add(40, {4.1, 5.2, 6.3});
  atoms.velocities = {{0.1, 0.2, 0.3}, {-0.1, 0, 0.7}};
  atoms.time_ps = 1.25;
  atoms.step = 625;
  return atoms;
}

ProtocolPosition somewhere() {
  ProtocolPosition position;
  position.stage = 2;
  position.done = 100;
  position.stageStart = 525;
  position.total = 625;
  position.frames = 2;
  position.thermo = {{"melt", 0.1, 2000.125, -3.5, 16.1, -250.0},
                     {"quench", 0.2, 1.0 / 3, -4, 16, 7}};
  return position;
}

class CheckpointFiles : public testing::Test {
 protected:
  CheckpointFiles() : folder_("checkpoint") {
    fs::create_directories(folder_.path);
    Checkpoint checkpoint(folder_.path, "identity");
    checkpoint.saveFrame(0, twoAtoms());
    checkpoint.saveFrame(1, twoAtoms());
    checkpoint.save(somewhere(), [](const fs::path& path) {
      std::ofstream(path, std::ios::binary) << "what LAMMPS would write";
    });
    takeWarnings();
  }
  ~CheckpointFiles() override { takeWarnings(); }

  std::optional<ProtocolPosition> load(const std::string& identity = "identity") const {
    return Checkpoint(folder_.path, identity).load();
  }

  WorkFolder folder_;
};

TEST_F(CheckpointFiles, comeBackAsTheyWere) {
  Checkpoint checkpoint(folder_.path, "identity");
  const auto position = checkpoint.load();
  ASSERT_TRUE(position);
  EXPECT_EQ(position->stage, 2u);
  EXPECT_EQ(position->done, 100);
  EXPECT_EQ(position->stageStart, 525);
  EXPECT_EQ(position->total, 625);
  EXPECT_EQ(position->frames, 2);
  ASSERT_EQ(position->thermo.size(), 2u);
  EXPECT_EQ(position->thermo[1].phase, "quench");
  EXPECT_EQ(position->thermo[1].temperature_K, 1.0 / 3);
  EXPECT_EQ(readFile(checkpoint.restartFile()), "what LAMMPS would write");
  const Atoms frame = checkpoint.loadFrame(1, twoAtoms());
  EXPECT_EQ(frame.positions, twoAtoms().positions);
  EXPECT_EQ(frame.velocities, twoAtoms().velocities);
  EXPECT_EQ(frame.time_ps, 1.25);
  EXPECT_EQ(frame.step, 625);
  EXPECT_TRUE(takeWarnings().empty());
}

TEST_F(CheckpointFiles, ofOtherSettingsAreLeftAlone) {
  EXPECT_FALSE(load("another identity"));
}

// One bit anywhere, an end that is missing, a file that is gone: the protocol starts afresh, with a
// warning, and never goes on from other numbers.
TEST_F(CheckpointFiles, thatAreDamagedAreNotUsed) {
  for (const auto& entry : fs::directory_iterator(folder_.path)) {
    const std::string whole = readFile(entry.path());
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 40) {
      std::string flipped = whole;
      flipped[at] = static_cast<char>(flipped[at] ^ 1);
      writeFileAtomically(entry.path(), flipped);
      EXPECT_FALSE(load()) << entry.path() << ", byte " << at;
      writeFileAtomically(entry.path(), whole.substr(0, at));
      EXPECT_FALSE(load()) << entry.path() << ", cut at " << at;
    }
    EXPECT_FALSE(takeWarnings().empty()) << entry.path();
    fs::remove(entry.path());
    EXPECT_FALSE(load()) << entry.path() << " is gone";
    writeFileAtomically(entry.path(), whole);
    EXPECT_TRUE(load()) << entry.path();
  }
}

TEST_F(CheckpointFiles, goOnWithTheSnapshotsOfTheRunBefore) {
  Checkpoint checkpoint(folder_.path, "identity");
  ASSERT_TRUE(checkpoint.load());
  checkpoint.saveFrame(2, twoAtoms());
  ProtocolPosition position = somewhere();
  position.frames = 3;
  position.total = 700;
  checkpoint.save(position, [](const fs::path& path) { std::ofstream(path) << "later"; });
  const auto later = load();
  ASSERT_TRUE(later);
  EXPECT_EQ(later->frames, 3);
  EXPECT_FALSE(fs::exists(folder_.path / "checkpoint.625.restart"))
      << "the one before stays behind";
}

}  // namespace
}  // namespace glasscope::sim
