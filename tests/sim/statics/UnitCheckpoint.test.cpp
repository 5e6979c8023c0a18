#include "sim/statics/UnitCheckpoint.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

const std::vector<double> kNumbers{1.0 / 3, -0.0, std::numeric_limits<double>::quiet_NaN(), 1e-310};

TEST(UnitCheckpoint, givesBackEveryBit) {
  const TemporaryFolder folder;
  const UnitCheckpoint kept(folder / "work", "site", "of these settings");
  EXPECT_FALSE(kept.load(3));
  kept.save(3, kNumbers);
  const auto found = UnitCheckpoint(folder / "work", "site", "of these settings").load(3);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), kNumbers.size());
  for (std::size_t k = 0; k < kNumbers.size(); ++k)
    EXPECT_EQ(std::bit_cast<std::uint64_t>((*found)[k]), std::bit_cast<std::uint64_t>(kNumbers[k]));
  kept.save(4, {});
  EXPECT_EQ(kept.load(4), std::vector<double>());
}

TEST(UnitCheckpoint, knowsNoUnitsOfAnotherWorkOrThatAreDamaged) {
  const TemporaryFolder folder;
  const UnitCheckpoint kept(folder.path(), "site", "one");
  kept.save(0, kNumbers);
  EXPECT_FALSE(UnitCheckpoint(folder.path(), "site", "other").load(0));
  EXPECT_FALSE(UnitCheckpoint(folder.path(), "block", "one").load(0));
  fs::copy_file(folder / "site.unit0", folder / "site.unit1");
  EXPECT_FALSE(kept.load(1)) << "a unit under the name of another";
  std::string bytes = readFile(folder / "site.unit0");
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  writeFileAtomically(folder / "site.unit0", bytes);
  EXPECT_FALSE(kept.load(0)) << "a bit has turned";
  for (const char* cut : {"", "no line", "\n"}) {
    writeFileAtomically(folder / "site.unit0", cut);
    EXPECT_FALSE(kept.load(0)) << cut;
  }
}

TEST(UnitCheckpoint, isDiscardedWithoutTheFilesOfOthers) {
  const TemporaryFolder folder;
  const UnitCheckpoint kept(folder.path(), "site", "one");
  const UnitCheckpoint other(folder.path(), "sites", "one");
  kept.save(0, kNumbers);
  kept.save(12, kNumbers);
  other.save(0, kNumbers);
  kept.discard();
  EXPECT_FALSE(kept.load(0) || kept.load(12));
  EXPECT_TRUE(other.load(0));
}

TEST(UnitCheckpoint, ofNoFolderKeepsNothing) {
  const UnitCheckpoint none;
  none.save(0, kNumbers);
  EXPECT_FALSE(none.load(0));
  none.discard();
}

}  // namespace
}  // namespace glasscope::sim
