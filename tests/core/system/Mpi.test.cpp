#include "core/system/Mpi.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

// Every variable that a launcher could have set for the tests themselves is taken away, and put
// back.
class MpiLauncher : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : kNames) {
      if (const char* value = std::getenv(name)) kept_.emplace_back(name, value);
      unsetenv(name);
    }
  }
  void TearDown() override {
    for (const char* name : kNames) unsetenv(name);
    for (const auto& [name, value] : kept_) setenv(name.c_str(), value.c_str(), 1);
  }

  static constexpr const char* kNames[] = {
      "GLASSCOPE_START_MPI", "OMPI_COMM_WORLD_SIZE", "PMIX_RANK",  "PMI_RANK",
      "MPI_LOCALNRANKS",     "ALPS_APP_PE",          "PALS_RANKID"};
  std::vector<std::pair<std::string, std::string>> kept_;
};

TEST_F(MpiLauncher, aProgramStartedByHandIsNoRank) {
  EXPECT_FALSE(Mpi::underLauncher());
  int argc = 0;
  Mpi::startUnderLauncher(&argc, nullptr);
  EXPECT_EQ(Mpi::size(), 1);
  EXPECT_EQ(Mpi::rank(), 0);
}

TEST_F(MpiLauncher, everyKnownLauncherIsRecognised) {
  for (const char* name : kNames) {
    if (std::string(name) == "GLASSCOPE_START_MPI") continue;
    setenv(name, "0", 1);  // the first rank is rank 0, and Hydra's count is never empty
    EXPECT_TRUE(Mpi::underLauncher()) << name;
    unsetenv(name);
  }
}

TEST_F(MpiLauncher, theUserDecidesForLaunchersThatAreNotKnown) {
  setenv("GLASSCOPE_START_MPI", "1", 1);
  EXPECT_TRUE(Mpi::underLauncher());
  setenv("GLASSCOPE_START_MPI", "0", 1);
  setenv("PMI_RANK", "3", 1);
  EXPECT_FALSE(Mpi::underLauncher());
}

// On several ranks scanOnRanks tries them.
TEST(Mpi, oneRankDecidesForItself) {
  EXPECT_TRUE(Mpi::broadcast(true));
  EXPECT_FALSE(Mpi::broadcast(false));
  EXPECT_EQ(Mpi::broadcast(std::int64_t{1} << 40), std::int64_t{1} << 40);
  EXPECT_EQ(Mpi::broadcast("a text, no decision"), "a text, no decision");
}

}  // namespace
}  // namespace glasscope
