#include "sim/vibrations/MotionAboutSites.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

// Copper at 300 K: u = 0.09 angstrom along an axis. `flow` of the atoms walk away from their sites
// by `step_A` a frame, each in a direction of its own.
std::vector<Atoms> frames(double u_A, double flow = 0, double step_A = 0) {
  std::vector<Atoms> all;
  for (std::uint64_t k = 0; k < 10; ++k) {
    Atoms frame = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
    for (std::size_t i = 0; i < frame.size(); ++i) {
      Random random(1, "frame", k, i), direction(1, "direction", 0, i);
      for (int axis = 0; axis < 3; ++axis) {
        const double away = static_cast<double>(i) < flow * 256 ? step_A * direction.normal() : 0;
        frame.positions[i][axis] += u_A * random.normal() + away * static_cast<double>(k);
      }
    }
    all.push_back(frame);
  }
  return all;
}

TEST(MotionAboutSites, ofASolidIsVibration) {
  EXPECT_TRUE(motionAboutSites(frames(0.09)).vibrates) << motionAboutSites(frames(0.09)).why;
  // Just below the limit: 0.15 * 2.51 angstrom for sqrt(3 u^2), with the scatter of ten frames.
  EXPECT_TRUE(motionAboutSites(frames(0.16)).vibrates);
}

TEST(MotionAboutSites, ofALiquidIsNot) {
  const auto motion = motionAboutSites(frames(0.4));
  EXPECT_FALSE(motion.vibrates);
  EXPECT_NE(motion.why.find("Lindemann"), std::string::npos) << motion.why;
}

TEST(MotionAboutSites, isNotOfASolidInWhichATenthFlows) {
  EXPECT_FALSE(motionAboutSites(frames(0.09, 0.1, 0.1)).vibrates);
}

TEST(MotionAboutSites, isNotOfSitesThatDriftSlowly) {
  // All atoms creep by 0.015 angstrom a frame, less than they vibrate: within Lindemann's limit,
  // but most of the variance is drift.
  const auto motion = motionAboutSites(frames(0.01, 1, 0.015));
  EXPECT_FALSE(motion.vibrates);
  EXPECT_NE(motion.why.find("drift"), std::string::npos) << motion.why;
}

TEST(MotionAboutSites, isNotOfABoxThatIsStrained) {
  auto strained = frames(0.09);
  for (std::size_t k = 0; k < strained.size(); ++k) {
    const double stretch = 1 + 0.002 * static_cast<double>(k);
    Mat3 matrix = strained[k].box.matrix();
    matrix.col(0) *= stretch;
    strained[k].box = Box(matrix);
    for (Vec3& position : strained[k].positions) position.x() *= stretch;
  }
  const auto motion = motionAboutSites(strained);
  EXPECT_FALSE(motion.vibrates);
  EXPECT_NE(motion.why.find("box"), std::string::npos) << motion.why;
}

TEST(MotionAboutSites, isNotOfOneFrameOrOfOtherAtoms) {
  auto all = frames(0.09);
  EXPECT_FALSE(motionAboutSites({all.front()}).vibrates);
  all[4].atomicNumbers[7] = 40;
  EXPECT_FALSE(motionAboutSites(all).vibrates);
}

TEST(MotionAboutSites, takesTheVolumeOfAnAtomThatItIsTold) {
  // With vacuum in the box the volume per atom, and the limit with it, would be too large.
  EXPECT_TRUE(motionAboutSites(frames(0.19), 40).vibrates);
  EXPECT_FALSE(motionAboutSites(frames(0.19), 12).vibrates);
}

// Three per cent of 256 atoms may wander, which are eight; twelve may not.
TEST(MotionAboutSites, isVibrationWhereThreePerCentWander) {
  const auto few = motionAboutSites(frames(0.09, 8.0 / 256, 0.12));
  EXPECT_TRUE(few.vibrates) << few.why;
  EXPECT_FALSE(motionAboutSites(frames(0.09, 16.0 / 256, 0.12)).vibrates);
}

TEST(MotionAboutSites, isVibrationInABoxThatChangesByAPerCent) {
  const auto stretched = [](double strain) {
    auto two = frames(0.05);
    two.resize(2);
    Mat3 matrix = two[1].box.matrix();
    matrix.col(1) *= 1 + strain;
    two[1].box = Box(matrix);
    for (Vec3& position : two[1].positions) position.y() *= 1 + strain;
    return motionAboutSites(two).why;
  };
  EXPECT_EQ(stretched(0.0099).find("box"), std::string::npos) << stretched(0.0099);
  EXPECT_NE(stretched(0.0101).find("box"), std::string::npos) << stretched(0.0101);
  EXPECT_NE(stretched(-0.0101).find("box"), std::string::npos) << stretched(-0.0101);
}

}  // namespace
}  // namespace glasscope::sim
