#include "sim/vibrations/Vibration.h"

#include <cmath>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
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
  first.box = Box::orthogonal({5, 5, 5});  // too tight for vacuum, in which a pair could turn
  first.add(29, {1, 1, 1});
  first.add(29, {4.9, 2.5, 2.5});
  Atoms second = first;
  second.positions[0].x() += 0.2;
  second.positions[1].x() = 4.7;  // equal masses move apart: no drift
  const Columns columns = vibration({first, second});
  // n - 1 = 1: sum of two squares of 0.1 angstrom.
  EXPECT_NEAR(columns.at("vibrational_msd_A2").values[0], 0.02, 1e-14);
  EXPECT_NEAR(columns.at("vibrational_msd_A2").values[1], 0.02, 1e-14);
}

TEST(Vibration, theDriftThatIsTakenOutIsThatOfTheCentreOfMass) {
  // A hydrogen and a gold atom about their centre of mass, which stays: nothing is taken out. The
  // mean of the two displacements would be half of the hydrogen's.
  const double light = elementMass(1), heavy = elementMass(79);
  Atoms first;
  first.box = Box::orthogonal({10, 10, 10});
  first.add(1, {2, 5, 5});
  first.add(79, {6, 5, 5});
  Atoms second = first;
  second.positions[0].x() += 0.2;
  second.positions[1].x() -= 0.2 * light / heavy;
  const auto msd = vibration({first, second}).at("vibrational_msd_A2").values;
  EXPECT_NEAR(msd[0], 0.02, 1e-12);
  EXPECT_NEAR(msd[1], 0.02 * std::pow(light / heavy, 2), 1e-12);
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

// A free cluster in a wide periodic box, planted to vibrate, or to vibrate and turn.
std::vector<Atoms> cluster(double turnPerFrame_rad) {
  std::vector<Atoms> snapshots;
  for (std::uint64_t k = 0; k < 20; ++k) {
    Atoms frame;
    frame.box = Box::orthogonal(Vec3::Constant(40));
    const Mat3 turn =
        Eigen::AngleAxisd(turnPerFrame_rad * static_cast<double>(k), Vec3(1, 2, -1).normalized())
            .toRotationMatrix();
    for (std::uint64_t i = 0; i < 300; ++i) {
      Random site(1, "site", 0, i), random(2, "vibration", k, i);
      Vec3 arm(site.uniform() - 0.5, site.uniform() - 0.5, site.uniform() - 0.5);
      for (int axis = 0; axis < 3; ++axis) arm[axis] = 16 * arm[axis] + 0.1 * random.normal();
      frame.add(i % 2 == 0 ? 29 : 40, frame.box.wrap(turn * arm + Vec3(1, 0, 39)));
    }
    snapshots.push_back(frame);
  }
  return snapshots;
}

double meanU2(const std::vector<Atoms>& snapshots) {
  double sum = 0;
  const Columns columns = vibration(snapshots, 16);
  for (const double u2 : columns.at("vibrational_u2_A2").values) {
    sum += u2 / static_cast<double>(snapshots.front().size());
  }
  return sum;
}

TEST(Vibration, rotationOfAFreeParticleIsNoVibration) {
  const double still = meanU2(cluster(0)), turning = meanU2(cluster(0.01));
  // 300 atoms, 20 frames: 0.01 +- sqrt(2 / 17100) = 1.1 %, less 2 / 300 for drift and rotation.
  EXPECT_NEAR(still, 0.01, 0.0006);
  // The same displacements seen from a turned frame: the fit of the rotation is the only
  // difference.
  EXPECT_NEAR(turning, still, 1e-6);
}

TEST(Vibration, driftOfTheSitesIsToldFromVibration) {
  const auto still = plantedSnapshots(500, 20, Vec3::Zero());
  // Independent frames about fixed sites: zero, with the scatter of 500 atoms times 19 x 3.
  EXPECT_NEAR(driftShare(still), 0, 0.02);
  auto ageing = still;
  for (std::size_t k = 10; k < 20; ++k) {
    for (std::size_t i = 0; i < 500; i += 2) ageing[k].positions[i].x() += 0.4;
  }
  const double share = driftShare(ageing);
  // The copper atoms jump by 0.4 angstrom halfway, which moves the centre of mass (masses 63.5 and
  // 91.2) by 0.164: jumps of 0.236 and -0.164, and the variance of halves that lie d apart is
  // d^2/4 * 20/19. The variance within is 0.0375 on average.
  const double between = 0.5 * (0.236 * 0.236 + 0.164 * 0.164) / 4 * 20 / 19;
  EXPECT_NEAR(share, between / (0.0375 + between), 0.02);
  const Columns columns = vibration(ageing);
  for (const Column& column : columns) {
    EXPECT_NE(column.description.find("drift of the sites"), std::string::npos) << column.name;
  }
  for (const Column& column : vibration(still)) {
    EXPECT_EQ(column.description.find("drift of the sites"), std::string::npos) << column.name;
  }
  EXPECT_EQ(driftShare({still[0], still[1], still[2]}), 0)
      << "halves of one frame have no variance";
}

TEST(Vibration, framesOfDifferentAtomsAreRefused) {
  auto snapshots = plantedSnapshots(10, 3, Vec3::Zero());
  snapshots[1].ids[4] = 99;
  EXPECT_THROW(vibration(snapshots), Error);
  EXPECT_THROW(vibration({snapshots[0]}), Error);
}

}  // namespace
}  // namespace glasscope::sim
