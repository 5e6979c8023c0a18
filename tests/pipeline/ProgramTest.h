#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/atoms/Atoms.h"
#include "core/formats/AtomFiles.h"
#include "core/math/Random.h"
#include "core/system/Files.h"
#include "tests/CountedKill.h"
#include "tests/pipeline/RunProgram.h"

namespace glasscope {

/// A scratch folder with a small configuration and a quick case.
class ProgramTest : public testing::Test {
 protected:
  ProgramTest()
      : folder_(std::filesystem::temp_directory_path() /
                fmt::format("glasscope_program_{}_{}", getpid(),
                            testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(folder_);
  }
  ~ProgramTest() override { std::filesystem::remove_all(folder_); }

  /// A hundred-odd atoms on a jittered lattice: dense, no two atoms near each other.
  static Atoms smallGlass(int frame = 0) {
    constexpr int kCells = 5;
    constexpr double kSpacing = 2.6;
    Atoms atoms;
    atoms.box = Box::orthogonal(Vec3::Constant(kCells * kSpacing));
    for (int i = 0; i < kCells * kCells * kCells; ++i) {
      Random place(1, "program_test", 0, static_cast<std::uint64_t>(i));
      Random shake(1, "program_test_shake", static_cast<std::uint64_t>(frame + 1),
                   static_cast<std::uint64_t>(i));
      const Vec3 site(i % kCells, i / kCells % kCells, i / kCells / kCells);
      const Vec3 offset(place.normal(), place.normal(), place.normal());
      const Vec3 motion(shake.normal(), shake.normal(), shake.normal());
      atoms.add(i % 3 == 0 ? 40 : 29, kSpacing * (site + Vec3::Constant(0.5)) + 0.25 * offset +
                                          (frame >= 0 ? 0.08 : 0.0) * motion);
    }
    return atoms;
  }

  std::filesystem::path writeFrames(const std::string& name, int frames) const {
    std::vector<Atoms> trajectory;
    for (int f = 0; f < frames; ++f) {
      trajectory.push_back(smallGlass(f));
      trajectory.back().step = f;
    }
    writeExtendedXyz(folder_ / name, trajectory);
    return folder_ / name;
  }

  /// Keys that make every stage take well under a second.
  static std::vector<std::string> quickly(std::vector<std::string> arguments) {
    for (const char* item :
         {"haadf.scan_nx=6", "haadf.scan_ny=6", "nanodiffraction.scan_nx=6",
          "nanodiffraction.scan_ny=6", "nanodiffraction.semiangle_mrad=6", "haadf.inner_mrad=40",
          "haadf.outer_mrad=60", "haadf.snapshots=2", "nanodiffraction.snapshots=2",
          "compare.surrogates=19", "voronoi.spread_table=false"}) {
      arguments.insert(arguments.end(), {"--set", item});
    }
    return arguments;
  }

  /// More overrides; the last one counts.
  static std::vector<std::string> with(std::vector<std::string> arguments,
                                       const std::vector<std::string>& overrides) {
    for (const std::string& item : overrides) arguments.insert(arguments.end(), {"--set", item});
    return arguments;
  }

  Outcome run(const std::vector<std::string>& arguments, long limit_bytes = 0) const {
    return runProgram(arguments, folder_, limit_bytes);
  }

  /// Sends a signal to the program just before its n-th change of a file in `out`; 0: counts them.
  WatchedProcess runUntilChange(int change, const std::vector<std::string>& arguments,
                                const std::filesystem::path& out, int signal = SIGKILL) const {
    std::vector<std::string> command{programPath()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return signalAtChange(change, signal, out, command, folder_ / "log");
  }

  std::filesystem::path folder_;
};

}  // namespace glasscope
