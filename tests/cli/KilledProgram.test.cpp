// A glass that is killed while it is made becomes the same glass.
#include "tests/KillCount.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

class KilledProgram : public ProgramTest {
 protected:
  /// 108 atoms in a few hundred steps, with a checkpoint after each slice of them: the melt, the
  /// quench, the hold, the snapshots, the inherent structure, vibrations and moduli.
  std::vector<std::string> quench(const fs::path& out, int seed) const {
    writeFileAtomically(folder_ / "quench.toml",
                        "[sim]\natoms = 108\nmelt_ps = 0.2\ncooling_rate_K_per_s = 1e16\n"
                        "checkpoint_interval_s = 1e-9\n[snapshots]\ncount = 4\n"
                        "equilibration_ps = 0.2\ninterval_ps = 0.05\n");
    return {"sim",   (folder_ / "quench.toml").string(), "-o", out.string(), "-t", "1",
            "--set", fmt::format("case.seed={}", seed)};
  }

  static std::string resultOf(const fs::path& out) {
    std::string all;
    for (const char* name :
         {"atoms/structure.h5", "structure/thermo.csv", "structure/density_of_states.csv"})
      all += readFile(out / name);
    return all;
  }
};

// Killed before its n-th change of a file, for n over the whole run, and gone on with: every byte
// of the structure with its sources, times and facts, of the table of states and of the spectrum is
// the one of a run that nobody disturbed. Every tenth kill has a sample of its own, so that they
// meet atoms near the faces of the box and lists of neighbours in every state.
TEST_F(KilledProgram, aQuenchHasTheSameBytesWhereverItWasKilled) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  const int kills = killCount(5);
  int changes = 0, struck = 0;
  std::string expected;
  for (int k = 0; k < kills; ++k) {
    const int seed = 1 + k / 10;
    if (k % 10 == 0) {
      const fs::path whole = folder_ / fmt::format("whole{}", seed);
      const WatchedProcess undisturbed = runUntilChange(0, quench(whole, seed), whole);
      ASSERT_EQ(undisturbed.status, 0) << readFile(folder_ / "log");
      changes = undisturbed.changes;
      expected = resultOf(whole);
      fs::remove_all(whole);
    }
    const fs::path killed = folder_ / fmt::format("killed{}", k);
    const int change = 1 + static_cast<int>(static_cast<std::int64_t>(changes) * k / kills);
    const WatchedProcess found = runUntilChange(change, quench(killed, seed), killed);
    EXPECT_EQ(found.status, 128 + SIGKILL) << "at change " << change << " of " << changes;
    struck += found.signalled ? 1 : 0;
    const Outcome resumed = run(quench(killed, seed));
    ASSERT_EQ(resumed.status, 0) << resumed.errors;
    EXPECT_TRUE(resultOf(killed) == expected) << "other bytes after a kill at change " << change
                                              << " of " << changes << ", seed " << seed;
    EXPECT_EQ(resumed.errors.find("damaged"), std::string::npos) << resumed.errors;
    fs::remove_all(killed);
  }
  EXPECT_EQ(struck, kills);
}

}  // namespace
}  // namespace glasscope
