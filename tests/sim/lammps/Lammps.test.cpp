#include "sim/lammps/Lammps.h"

#include <atomic>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/formats/AtomFiles.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/InterruptHook.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

fs::path logFile(const std::string& name) {
  return fs::temp_directory_path() / ("glasscope_" + name + "_" + std::to_string(::getpid())) /
         "lammps.log";
}

TEST(Lammps, isTheLibraryAndSaysItsVersion) {
  const std::string version = Lammps::version();
  EXPECT_GE(version.size(), 10u) << version;  // "4 May 2022" at least
  EXPECT_TRUE(Lammps::hasPackage("MANYBODY"));
  EXPECT_FALSE(Lammps::hasPackage("NO_SUCH_PACKAGE"));
}

TEST(Lammps, gathersByIdAndKeepsWhatItWasGiven) {
  Lammps lammps;
  lammps.commands({"units metal", "atom_style atomic", "atom_modify map array", "boundary p p p",
                   "region cell block 0 10 0 10 0 10", "create_box 2 cell", "mass * 50"});
  const std::vector<Vec3> positions{{9, 9, 9}, {1, 2, 3}, {5, 5, 5}};
  const std::vector<Vec3> velocities{{1, 0, 0}, {0, 2, 0}, {0, 0, 3}};
  lammps.createAtoms({2, 1, 2}, positions, velocities);
  EXPECT_EQ(lammps.atomCount(), 3);
  EXPECT_EQ(lammps.types(), (std::vector<int>{2, 1, 2}));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(lammps.positions()[i], positions[i]);
    EXPECT_EQ(lammps.velocities()[i], velocities[i]);
    EXPECT_EQ(lammps.images()[i], (std::array<int, 3>{0, 0, 0}));
  }
  lammps.setVelocities({{4, 4, 4}, {5, 5, 5}, {6, 6, 6}});
  EXPECT_EQ(lammps.velocities()[1], Vec3(5, 5, 5));
  EXPECT_EQ(lammps.box().high, Vec3(10, 10, 10));
}

// From one of our commands to the next a minimisation may take minutes.
TEST(Lammps, aSignalStopsAMinimisationAtItsNextStep) {
  Lammps lammps;
  lammps.commands({"units lj", "atom_style atomic", "atom_modify map array", "lattice fcc 0.8",
                   "region cell block 0 3 0 3 0 3", "create_box 1 cell",
                   "create_atoms 1 region cell", "mass 1 1",
                   "displace_atoms all random 0.1 0.1 0.1 7", "pair_style lj/cut 2.5",
                   "pair_coeff 1 1 1 1", "min_style fire"});
  constexpr std::int64_t kSteps = 200'000;
  clearInterrupt();
  std::atomic<bool> ended = false;
  std::thread signal([&] {
    requestInterrupt();
    while (!ended) InterruptHook::call();  // as the handler does; there is no hook at first
  });
  try {
    lammps.command("minimize 0 0 " + std::to_string(kSteps) + " 1000000");
    ADD_FAILURE() << "a part of a minimisation passed for a whole one";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  ended = true;
  signal.join();
  clearInterrupt();
  EXPECT_LT(lammps.step(), kSteps);
}

// The dump of snapshots that a run writes, each at its step.
TEST(Lammps, readsOurDumpsByReadDump) {
  Atoms frame;
  frame.box = Box::orthogonal({10, 11, 12}, {-1, 0, 0});
  frame.add(29, {1, 2, 3});
  frame.add(40, {4, 5, 6});
  frame.add(29, {7, 8, 9.125});
  frame.velocities = {{1, 0, 0}, {0, 2, 0}, {0, 0, 3}};
  std::vector<Atoms> frames{frame, frame};
  frames[0].step = 100;
  frames[1].step = 250;
  frames[1].positions[2].z() = 9.5;
  const fs::path log = logFile("dump"), dump = log.parent_path() / "structure.dump";
  fs::create_directories(log.parent_path());
  writeLammpsDump(dump, frames);
  Lammps lammps;
  lammps.commands({"units metal", "atom_style atomic", "atom_modify map array", "boundary p p p",
                   "region cell block 0 1 0 1 0 1", "create_box 2 cell", "mass * 50",
                   "read_dump " + dump.string() + " 250 x y z vx vy vz box yes add keep"});
  EXPECT_EQ(lammps.atomCount(), 3);
  EXPECT_EQ(lammps.types(), (std::vector<int>{1, 2, 1}));
  EXPECT_EQ(lammps.positions()[2], Vec3(7, 8, 9.5));
  EXPECT_EQ(lammps.velocities()[1], Vec3(0, 2, 0));
  EXPECT_EQ(lammps.box().low, Vec3(-1, 0, 0));
  EXPECT_EQ(lammps.box().high, Vec3(9, 11, 12));
  fs::remove_all(log.parent_path());
}

TEST(Lammps, writesItsLogToAFileAndAppends) {
  const fs::path log = logFile("log");
  fs::create_directories(log.parent_path());
  { Lammps(log).command("print first"); }
  const auto once = fs::file_size(log);
  { Lammps(log).command("print second"); }
  EXPECT_GT(fs::file_size(log), once);
  fs::remove_all(log.parent_path());
}

TEST(Lammps, aFolderForTheLogThatCannotBeMadeIsRefused) {
  EXPECT_THROW(Lammps("/proc/nowhere/lammps.log"), Error);
}

// Debian's library has no exceptions: a refused command ends the process. What is checked here is
// that it says why, and with our status for a faulty environment.
TEST(LammpsDeathTest, aRefusedCommandEndsTheProgramWithAMessage) {
  if (Lammps::throwsErrors()) {
    EXPECT_THROW(Lammps().command("no_such_command"), Error);
    return;
  }
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const fs::path log = logFile("refused");
  fs::create_directories(log.parent_path());
  EXPECT_EXIT(Lammps(log).command("no_such_command"), testing::ExitedWithCode(4),
              "LAMMPS stopped at 'no_such_command': ERROR: Unknown command");
  fs::remove_all(log.parent_path());
}

// LAMMPS ends the process by MPI_Abort, and not by exit, when one rank alone finds a fault.
TEST(LammpsDeathTest, aFaultThatOneRankFindsEndsTheProgramWithAMessageToo) {
  if (Lammps::throwsErrors()) GTEST_SKIP() << "this liblammps throws";
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const fs::path log = logFile("one_rank");
  fs::create_directories(log.parent_path());
  const auto ask = [&log] {
    Lammps lammps(log);
    lammps.commands({"units metal", "region cell block 0 10 0 10 0 10", "create_box 1 cell",
                     "pair_style eam/fs", "pair_coeff * * /nonexistent/table.eam.fs Cu"});
  };
  EXPECT_EXIT(ask(), testing::ExitedWithCode(4), "LAMMPS stopped at 'pair_coeff.*ERROR on proc 0");
  fs::remove_all(log.parent_path());
}

}  // namespace
}  // namespace glasscope::sim
