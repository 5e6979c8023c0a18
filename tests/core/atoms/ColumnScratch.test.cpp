#include "core/atoms/ColumnScratch.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

Columns pieceOf(const std::vector<std::int32_t>& atoms) {
  std::vector<double> half, odd;
  for (const auto atom : atoms) {
    half.push_back(0.5 * atom);
    odd.push_back(atom % 2 ? 1 : NAN);
  }
  Columns columns;
  columns.add({"half", "1", "half of the number of the atom", half});
  columns.add({"odd", "1", "undefined for even atoms", odd});
  return columns;
}

TEST(ColumnScratch, bringsPiecesIntoTheOrderOfTheAtoms) {
  const TemporaryFolder folder;
  constexpr std::int32_t kAtoms = 300'000;  // three ranges
  {
    ColumnScratch scratch(folder / "scratch", kAtoms);
    for (std::int32_t remainder : {4, 1, 0, 3, 2}) {
      std::vector<std::int32_t> atoms;
      for (std::int32_t i = remainder; i < kAtoms; i += 5) atoms.push_back(i);
      scratch.put(atoms, pieceOf(atoms));
    }
    ASSERT_EQ(scratch.heads().size(), 2);
    EXPECT_EQ(scratch.heads()[1].name, "odd");
    std::size_t next = 0, wrong = 0;
    scratch.forEachRange([&](std::size_t first, const std::vector<std::vector<double>>& values) {
      EXPECT_EQ(first, next);
      for (std::size_t k = 0; k < values[0].size(); ++k, ++next) {
        wrong += values[0][k] != 0.5 * static_cast<double>(next);
        wrong += (next % 2 == 0) != std::isnan(values[1][k]);
      }
    });
    EXPECT_EQ(next, kAtoms);
    EXPECT_EQ(wrong, 0);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "scratch"));
}

TEST(ColumnScratch, noticesAnAtomThatWasForgotten) {
  const TemporaryFolder folder;
  ColumnScratch scratch(folder / "scratch", 3);
  const std::vector<std::int32_t> atoms = {0, 2};
  scratch.put(atoms, pieceOf(atoms));
  EXPECT_THROW(scratch.forEachRange([](std::size_t, const auto&) {}), Error);
}

TEST(ColumnScratch, saysThatTheFolderCannotBeMade) {
  EXPECT_THROW(ColumnScratch("/proc/nowhere/scratch", 3), Error);
}

}  // namespace
}  // namespace glasscope
