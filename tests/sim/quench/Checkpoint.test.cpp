#include "sim/quench/Checkpoint.h"

#include <csignal>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/system/Files.h"
#include "core/system/Log.h"
#include "tests/CountedKill.h"
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
  ASSERT_FALSE(fs::is_empty(folder_.path));
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
  EXPECT_TRUE(fs::exists(folder_.path / "checkpoint.625.restart")) << "the one before is kept";
}

// A checkpoint that says how far it is, so that the one that was loaded can be told.
void saveAt(Checkpoint& checkpoint, int total) {
  ProtocolPosition position = somewhere();
  position.total = total;
  checkpoint.save(position, [&](const fs::path& path) {
    std::ofstream(path, std::ios::binary) << "restart at " << total;
  });
}

std::int64_t loadedTotal(const fs::path& folder) {
  Checkpoint checkpoint(folder, "identity");
  const auto position = checkpoint.load();
  if (!position) return 0;
  EXPECT_EQ(readFile(checkpoint.restartFile()), "restart at " + std::to_string(position->total));
  return position->total;
}

// What is damaged belongs to the last checkpoint alone: the one before is used, and said to be.
TEST_F(CheckpointFiles, theOneBeforeIsUsedWhenTheLastIsDamaged) {
  {
    Checkpoint checkpoint(folder_.path, "identity");
    ASSERT_TRUE(checkpoint.load());
    saveAt(checkpoint, 700);
    saveAt(checkpoint, 800);
  }
  EXPECT_EQ(loadedTotal(folder_.path), 800);
  EXPECT_FALSE(fs::exists(folder_.path / "checkpoint.625.restart")) << "two are kept, not all";
  takeWarnings();
  for (const char* name : {"checkpoint.json", "checkpoint.800.restart"}) {
    const fs::path path = folder_.path / name;
    const std::string whole = readFile(path);
    writeFileAtomically(path, whole.substr(0, whole.size() / 2));
    EXPECT_EQ(loadedTotal(folder_.path), 700) << name;
    const auto warnings = takeWarnings();
    ASSERT_EQ(warnings.size(), 2u) << name;
    EXPECT_NE(warnings[0].find(name), std::string::npos) << warnings[0];
    EXPECT_NE(warnings[1].find("before the last"), std::string::npos) << warnings[1];
    writeFileAtomically(path, whole);
  }
  // From the one before it goes on, and the damaged one is not made "the one before".
  writeFileAtomically(folder_.path / "checkpoint.json", "{}");
  {
    Checkpoint checkpoint(folder_.path, "identity");
    ASSERT_EQ(checkpoint.load()->total, 700);
    saveAt(checkpoint, 900);
  }
  EXPECT_EQ(loadedTotal(folder_.path), 900);
  fs::remove(folder_.path / "checkpoint.json");
  EXPECT_EQ(loadedTotal(folder_.path), 700);
  // Both are damaged: nothing is left to go on from.
  writeFileAtomically(folder_.path / "checkpoint.700.restart", "restart at 701");
  EXPECT_EQ(loadedTotal(folder_.path), 0);
}

// Other settings, whose protocol begins in the same folder: nothing of the first ones comes back.
TEST_F(CheckpointFiles, theOneBeforeIsNeverOfOtherSettings) {
  Checkpoint other(folder_.path, "another identity");
  EXPECT_FALSE(other.load());
  saveAt(other, 100);
  saveAt(other, 200);
  fs::remove(folder_.path / "checkpoint.json");
  EXPECT_EQ(loadedTotal(folder_.path), 0);
  EXPECT_EQ(Checkpoint(folder_.path, "another identity").load()->total, 100);
}

// Killed before every single change of a file that it makes: there is always a whole checkpoint,
// and it is one of the last two.
TEST_F(CheckpointFiles, survivesAKillBeforeEveryChangeOfAFile) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  const fs::path saved = folder_.path.string() + "_saved";
  fs::copy(folder_.path, saved);
  const auto saveTwice = [&] {
    Checkpoint checkpoint(folder_.path, "identity");
    checkpoint.load();
    checkpoint.saveFrame(2, twoAtoms());
    saveAt(checkpoint, 700);
    saveAt(checkpoint, 800);
    _exit(0);
  };
  bool signalled = true;
  int reached[3] = {0, 0, 0};
  for (int change = 1; signalled; ++change) {
    fs::remove_all(folder_.path);
    fs::copy(saved, folder_.path);
    writeFileAtomically(folder_.path / "checkpoint.625.restart", "what LAMMPS would write");
    signalled = signalAtChange(change, SIGKILL, folder_.path, saveTwice).signalled;
    takeWarnings();
    const auto position = load();
    ASSERT_TRUE(position) << "killed at change " << change;
    EXPECT_TRUE(takeWarnings().empty()) << "killed at change " << change;
    ++reached[position->total == 625 ? 0 : position->total == 700 ? 1 : 2];
  }
  for (const int count : reached) EXPECT_GT(count, 1);
  fs::remove_all(saved);
}

}  // namespace
}  // namespace glasscope::sim
