#include "sim/vibrations/MotionSource.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Log.h"
#include "tests/sim/WorkFolder.h"
#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {
namespace {

// Frames of two atoms, one of which moves along the line between them: a particle in vacuum, whose
// rotation would be taken out.
std::vector<Atoms> framesOf(int count, int atomicNumber = 29) {
  std::vector<Atoms> frames;
  for (int f = 0; f < count; ++f) {
    Atoms frame;
    frame.box = Box::orthogonal(Vec3::Constant(20));
    frame.add(atomicNumber, Vec3(5 + 0.1 * f, 5, 5));
    frame.add(atomicNumber, Vec3(9, 5, 5));
    frame.columns.add({"charge", "e", "", {1.0 * f, 2.0}});
    frame.source = "frames";
    frames.push_back(frame);
  }
  return frames;
}

MotionSettings asking(ThermalMotion asked) {
  MotionSettings settings;
  settings.asked = asked;
  settings.potential = "mendelev-2009";
  settings.dynamics.snapshotCount = 16;
  return settings;
}

TEST(MotionSource, automaticTakesTheFramesOrDynamicsWhereThePotentialKnowsTheElements) {
  const MotionSettings settings = asking(ThermalMotion::automatic);
  EXPECT_EQ(settledMotion(framesOf(3), settings), ThermalMotion::frames);
  EXPECT_EQ(settledMotion(framesOf(1, 29), settings), ThermalMotion::dynamics);
  takeWarnings();
  // Nobody chose the default potential, which knows copper and zirconium.
  EXPECT_EQ(settledMotion(framesOf(1, 79), settings), ThermalMotion::none);
  EXPECT_EQ(takeWarnings().size(), 1u);
  MotionSettings named = settings;
  named.potentialIsNamed = true;
  EXPECT_EQ(settledMotion(framesOf(1, 79), named), ThermalMotion::dynamics);
}

TEST(MotionSource, asManySnapshotsAreExpectedAsThereWillBe) {
  const MotionSettings settings = asking(ThermalMotion::automatic);
  EXPECT_EQ(snapshotCount(ThermalMotion::dynamics, 1, settings), 16);
  EXPECT_EQ(snapshotCount(ThermalMotion::frames, 5, settings), 5);
  EXPECT_EQ(snapshotCount(ThermalMotion::series, 5, settings), 5);
  EXPECT_EQ(snapshotCount(ThermalMotion::none, 5, settings), 1);
  for (const ThermalMotion motion :
       {ThermalMotion::frames, ThermalMotion::series, ThermalMotion::none}) {
    const Glass glass = withMotion(framesOf(4), motion, asking(motion), "");
    EXPECT_EQ(static_cast<int>(glass.snapshots.size()), snapshotCount(motion, 4, asking(motion)));
    EXPECT_EQ(glass.snapshots.front().positions, imagedFrame(motion, framesOf(4)).positions);
    EXPECT_TRUE(glass.snapshots.front().columns.empty());
  }
}

TEST(MotionSource, theReferenceIsTheMeanTheLastOrTheFirstFrame) {
  const auto reference = [](ThermalMotion motion) {
    return withMotion(framesOf(3), motion, asking(motion), "").inherent;
  };
  // One atom of two moves by 0.1, 0.2: the drift of the centre of mass is taken out.
  const Atoms mean = reference(ThermalMotion::frames);
  EXPECT_NEAR(mean.positions[0].x() - mean.positions[1].x(), -4 + 0.1, 1e-12);
  EXPECT_TRUE(mean.columns.empty());
  EXPECT_EQ(reference(ThermalMotion::series).positions, framesOf(3)[2].positions);
  EXPECT_EQ(reference(ThermalMotion::series).columns.at("charge").values[0], 2);
  EXPECT_EQ(reference(ThermalMotion::none).positions, framesOf(3)[0].positions);
  EXPECT_EQ(reference(ThermalMotion::none).columns.at("charge").values[0], 0);
}

// Dynamics start from the last frame, so that is the one whose foil is planned.
TEST(MotionSource, dynamicsImageTheLastFrame) {
  EXPECT_EQ(imagedFrame(ThermalMotion::dynamics, framesOf(4)).positions, framesOf(4)[3].positions);
}

TEST(MotionSource, motionOfASingleFrameIsRefused) {
  for (const ThermalMotion motion : {ThermalMotion::frames, ThermalMotion::series})
    EXPECT_THROW(settledMotion(framesOf(1), asking(motion)), Error);
}

TEST(MotionSource, harmonicMotionIsDrawnAboutTheInherentStructure) {
  const Atoms atoms = smallGlass(4);
  MotionSettings settings = asking(ThermalMotion::harmonic);
  settings.dynamics.snapshotCount = 3;
  EXPECT_EQ(snapshotCount(ThermalMotion::harmonic, 1, settings), 3);
  const WorkFolder folder("harmonic");
  const Glass glass = withMotion({atoms}, ThermalMotion::harmonic, settings, folder.path);
  ASSERT_EQ(glass.snapshots.size(), 3u);
  EXPECT_EQ(glass.potential.name, "mendelev-2009");
  ASSERT_TRUE(glass.adoption.has_value());
  EXPECT_LT(glass.adoption->shift_A, 1e-3) << "the sample was a minimum already";
  EXPECT_TRUE(glass.inherent.columns.has("inherent_energy_eV"));
  EXPECT_NE(glass.snapshots[0].positions, glass.snapshots[1].positions);
  EXPECT_EQ(glass.snapshots[2].step, 2);
}

}  // namespace
}  // namespace glasscope::sim
