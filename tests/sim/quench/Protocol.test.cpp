#include "sim/quench/Protocol.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Progress.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/Statics.h"
#include "tests/sim/WorkFolder.h"

namespace glasscope::sim {
namespace {

TEST(Protocol, countsStepsAndSlices) {
  Protocol protocol;
  protocol.stages = {{.name = "one", .steps = 30}, {.name = "two", .steps = 12}};
  EXPECT_EQ(protocol.totalSteps(), 42);
  EXPECT_EQ(stepsOf(0.5, 2), 250);
  EXPECT_EQ(stepsOf(0.0029, 2), 1) << "1.45 steps";
  EXPECT_EQ(stepsOf(0.0031, 2), 2) << "1.55 steps";
  // 8e5 atom steps, ten steps at least, and no more than is asked for.
  EXPECT_EQ(sliceSteps(4000, 1000), 200);
  EXPECT_EQ(sliceSteps(4000, 150), 150);
  EXPECT_EQ(sliceSteps(1000000, 1000), 10);
}

// Copper that breathes at 300 K, and rests in the mean box of the second half of that: a row a
// slice, at the times of their ends, and a snapshot a slice of the second stage.
TEST(Protocol, rowsSnapshotsAndTheMeanBoxAreThoseOfTheirSlices) {
  Progress::setQuiet(true);
  const WorkFolder folder("protocol");
  const Potential potential = Potential::find("mendelev-2009", {29});
  Atoms start = latticeAtoms(LatticeKind::fcc, 3.55, {29}, 4);
  Protocol protocol;
  protocol.label = "test";
  protocol.identity = "test";
  protocol.timestep_fs = 4;
  protocol.checkPressure = false;
  protocol.freeMotion = freeMotion(start);
  protocol.stages = {{.name = "breathe", .steps = 45, .from_K = 300, .to_K = 300, .sliceSteps = 10},
                     {.name = "rest",
                      .steps = 20,
                      .from_K = 300,
                      .to_K = 300,
                      .constantPressure = false,
                      .sliceSteps = 10,
                      .keepFrames = true,
                      .inMeanBox = true}};
  giveVelocities(start, 300, 1, protocol.freeMotion);
  const Glass glass = runProtocol(protocol, potential, start, folder.path);

  ASSERT_EQ(glass.thermo.size(), 7u);
  const double ends_ps[] = {0.04, 0.08, 0.12, 0.16, 0.18, 0.22, 0.26};
  for (std::size_t row = 0; row < 7; ++row) {
    EXPECT_EQ(glass.thermo[row].phase, row < 5 ? "breathe" : "rest");
    EXPECT_NEAR(glass.thermo[row].time_ps, ends_ps[row], 1e-12);
    EXPECT_LT(glass.thermo[row].potentialEnergy_eV_per_atom, -3);
  }
  const auto volume = [&](std::size_t row) { return glass.thermo[row].volume_A3_per_atom; };
  for (const std::size_t row : {0u, 4u})
    EXPECT_GT(std::abs(volume(row) - volume(5)), 1e-3) << "it rests, and the test is none";
  EXPECT_NEAR(volume(5), (volume(2) + volume(3) + volume(4)) / 3, 1e-9);
  EXPECT_EQ(volume(6), volume(5));
  ASSERT_EQ(glass.snapshots.size(), 2u);
  for (const std::size_t k : {0u, 1u}) {
    EXPECT_NEAR(glass.snapshots[k].time_ps, ends_ps[5 + k], 1e-12);
    EXPECT_EQ(glass.snapshots[k].source, "test");
    EXPECT_NEAR(glass.snapshots[k].box.volume() / 256, volume(6), 1e-9);
  }
  EXPECT_NE(glass.snapshots[0].positions[7], glass.snapshots[1].positions[7]);
  EXPECT_TRUE(glass.inherent.columns.has("inherent_energy_eV"));
  EXPECT_TRUE(std::filesystem::exists(folder.path / "test.in"));
}

}  // namespace
}  // namespace glasscope::sim
