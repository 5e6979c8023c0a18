#include "core/system/LoneRank.h"

#include <gtest/gtest.h>

#include "core/system/Mpi.h"

namespace glasscope {
namespace {

// What it is for, on two ranks, ShearStage.hasTheSameBytesOnTwoRanks tries.
TEST(LoneRank, isAloneAsLongAsOneOfThemLives) {
  EXPECT_FALSE(LoneRank::active());
  {
    const LoneRank outer;
    {
      const LoneRank inner;
      EXPECT_TRUE(LoneRank::active());
    }
    EXPECT_TRUE(LoneRank::active());
    EXPECT_EQ(Mpi::size(), 1);
    EXPECT_EQ(Mpi::rank(), 0);
    EXPECT_EQ(Mpi::broadcast(std::int64_t{7}), 7);
    Mpi::barrier();
  }
  EXPECT_FALSE(LoneRank::active());
}

}  // namespace
}  // namespace glasscope
