#include "sim/vibrations/Vibration.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

// Each atom vibrates about its site with a variance of its own along one axis; the whole sample
// drifts, and every position is wrapped into the box.
double plantedU2(std::size_t atom) {
  return 0.005 * static_cast<double>(1 + atom % 4);
}

std::vector<Atoms> plantedSnapshots(std::size_t atoms, int frames, const Vec3& driftPerFrame) {
  std::vector<Atoms> snapshots;
  const Box box = Box::orthogonal({20, 22, 24});
  for (int k = 0; k < frames; ++k) {
    Atoms frame;
    frame.box = box;
    for (std::size_t i = 0; i < atoms; ++i) {
      Random site(1, "site", 0, i);
      Vec3 position = box.toCartesian({site.uniform(), site.uniform(), site.uniform()});
      Random random(2, "vibration", static_cast<std::uint64_t>(k), i);
      for (int axis = 0; axis < 3; ++axis) {
        position[axis] += std::sqrt(plantedU2(i)) * random.normal();
      }
      frame.add(i % 2 == 0 ? 29 : 40, box.wrap(position + k * driftPerFrame));
    }
    snapshots.push_back(frame);
  }
  return snapshots;
}

double classMean(const std::vector<double>& values, std::size_t which) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = which; i < values.size(); i += 4) {
    sum += values[i];
    ++count;
  }
  return sum / count;
}

TEST(Vibration, doesNotTakeAFlipOfATiltedCellForMotion) {
  // The same frames, once with the tilt 9.9 in all of them and once flipped to -10.1 in every
  // second: LAMMPS does so when the tilt passes half of the edge.
  auto still = plantedSnapshots(200, 6, Vec3::Zero());
  auto flipping = still;
  Mat3 tilted = Vec3(20, 22, 24).asDiagonal();
  tilted(0, 1) = 9.9;
  Mat3 flipped = tilted;
  flipped(0, 1) = -10.1;
  for (std::size_t k = 0; k < still.size(); ++k) {
    still[k].box = Box(tilted);
    flipping[k].box = Box(k % 2 == 0 ? tilted : flipped);
    for (Vec3& position : still[k].positions) position = still[k].box.wrap(position);
    for (Vec3& position : flipping[k].positions) position = flipping[k].box.wrap(position);
  }
  const Columns a = vibration(still), b = vibration(flipping);
  const auto& wanted = a.at("vibrational_u2_A2").values;
  const auto& found = b.at("vibrational_u2_A2").values;
  // Other images of the same atoms: some roundings of lengths near 30.
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(found[i], wanted[i], 1e-10);
}

TEST(Vibration, recoversPlantedVariancesThroughDriftAndWrapping) {
  constexpr std::size_t kAtoms = 2000;
  constexpr int kFrames = 40;
  const auto snapshots = plantedSnapshots(kAtoms, kFrames, {0.7, -0.9, 1.3});
  const Columns columns = vibration(snapshots);
  const auto& u2 = columns.at("vibrational_u2_A2").values;
  for (std::size_t which = 0; which < 4; ++which) {
    // 500 atoms x 39 x 3 degrees of freedom: relative error of a variance sqrt(2 / 58500) = 0.6 %.
    // Five of them, and 1/N of the mean variance that the drift takes with it.
    EXPECT_NEAR(classMean(u2, which) / plantedU2(which), 1, 0.03) << which;
  }
  // Single atoms: sqrt(2 / 117) = 13 %; the worst of 2,000 stays below five of them.
  for (std::size_t i = 0; i < kAtoms; ++i) EXPECT_NEAR(u2[i] / plantedU2(i), 1, 0.7) << i;
}

TEST(Vibration, driftDoesNotMatter) {
  const Columns still = vibration(plantedSnapshots(200, 10, Vec3::Zero()));
  const Columns moving = vibration(plantedSnapshots(200, 10, {3, 1, -2}));
  for (std::size_t i = 0; i < 200; ++i) {
    // Rounding of coordinates of tens of angstrom.
    EXPECT_NEAR(moving.at("vibrational_msd_A2").values[i], still.at("vibrational_msd_A2").values[i],
                1e-12);
  }
}

TEST(Vibration, columnsAreTheSameVarianceUnderTheirNames) {
  const Columns columns = vibration(plantedSnapshots(100, 5, Vec3::Zero()), 16.0);
  for (std::size_t i = 0; i < 100; ++i) {
    const double msd = columns.at("vibrational_msd_A2").values[i];
    EXPECT_DOUBLE_EQ(columns.at("vibrational_u2_A2").values[i], msd / 3);
    EXPECT_DOUBLE_EQ(columns.at("msd_plateau_A2").values[i], 2 * msd);
    EXPECT_DOUBLE_EQ(columns.at("flexibility_volume_A3").values[i], msd * std::cbrt(16.0));
  }
}

TEST(Vibration, twoFramesGiveHalfTheSquaredDifference) {
  Atoms first;
  first.box = Box::orthogonal({10, 10, 10});
  first.add(29, {1, 1, 1});
  first.add(29, {9.9, 5, 5});
  Atoms second = first;
  second.positions[0].x() += 0.2;
  second.positions[1].x() = 9.7;  // equal masses move apart: no drift
  const Columns columns = vibration({first, second});
  // n - 1 = 1: sum of two squares of 0.1 angstrom.
  EXPECT_NEAR(columns.at("vibrational_msd_A2").values[0], 0.02, 1e-14);
  EXPECT_NEAR(columns.at("vibrational_msd_A2").values[1], 0.02, 1e-14);
}

TEST(Vibration, meanStructureIsTheMeanPosition) {
  const auto snapshots = plantedSnapshots(50, 400, Vec3::Zero());
  const Atoms mean = meanStructure(snapshots);
  for (std::size_t i = 0; i < 50; ++i) {
    Random site(1, "site", 0, i);
    const Vec3 expected = mean.box.toCartesian({site.uniform(), site.uniform(), site.uniform()});
    // The mean of 400 displacements of 0.14 angstrom scatters by 0.007; five of them in three
    // dimensions, and the first frame's centre of mass, which is what drift is measured against.
    EXPECT_LT(mean.box.minimumImage(mean.positions[i] - expected).norm(), 0.08) << i;
  }
}

TEST(Vibration, framesOfDifferentAtomsAreRefused) {
  auto snapshots = plantedSnapshots(10, 3, Vec3::Zero());
  snapshots[1].ids[4] = 99;
  EXPECT_THROW(vibration(snapshots), Error);
  EXPECT_THROW(vibration({snapshots[0]}), Error);
}

}  // namespace
}  // namespace glasscope::sim
