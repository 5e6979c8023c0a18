#include "core/atoms/StandardFrame.h"

#include <cmath>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/math/Constants.h"

namespace glasscope {
namespace {

Mat3 aboutZ(double degrees) {
  return Eigen::AngleAxisd(degrees * constants::kPi / 180, Vec3::UnitZ()).toRotationMatrix();
}

TEST(StandardFrame, findsTheShortestRepeatAlongAnAxis) {
  Mat3 hexagonal;
  hexagonal << 3, -1.5, 0, 0, 1.5 * std::sqrt(3.0), 0, 0, 0, 5;
  EXPECT_DOUBLE_EQ(repeatAlong(Box(hexagonal), 0).value(), 3);
  EXPECT_DOUBLE_EQ(repeatAlong(Box(hexagonal), 1).value(), 3 * std::sqrt(3.0));
  Mat3 primitive;
  primitive << 0, 5, 5, 5, 0, 5, 5, 5, 0;
  for (int axis = 0; axis < 3; ++axis)
    EXPECT_DOUBLE_EQ(repeatAlong(Box(primitive), axis).value(), 10) << "the edge of the cube";
  Mat3 tilted = hexagonal;
  tilted(0, 1) = -1.2345678;  // no whole part of 3 within twelve rows
  EXPECT_FALSE(repeatAlong(Box(tilted), 1).has_value());
  EXPECT_FALSE(repeatAlong(Box(hexagonal, Vec3::Zero(), {true, false, true}), 1).has_value())
      << "an open edge does not repeat";
}

TEST(StandardFrame, turnsARectangleThatStandsAskew) {
  const Mat3 upright = Vec3(20, 21, 22).asDiagonal();
  for (const double angle : {1.0, 30.0, 119.5, -77.0}) {
    const Box box(aboutZ(angle) * upright);
    const Mat3 rotation = turnIntoStandardFrame(box);
    EXPECT_NEAR((rotation * aboutZ(angle)).trace(), 3, 1e-12) << angle;
  }
  EXPECT_EQ(turnIntoStandardFrame(Box(upright)), Mat3(Mat3::Identity()));
}

TEST(StandardFrame, leavesABoxThatRepeatsOrThatNoTurnHelps) {
  Mat3 primitive;
  primitive << 0, 5, 5, 5, 0, 5, 5, 5, 0;
  EXPECT_EQ(turnIntoStandardFrame(Box(primitive)), Mat3(Mat3::Identity()));
  Mat3 monoclinic;
  monoclinic << 10, 1.2345678, 0, 0, 9, 0, 0, 0, 8;
  EXPECT_EQ(turnIntoStandardFrame(Box(Mat3(aboutZ(20) * monoclinic))), Mat3(Mat3::Identity()));
  const Mat3 fallen =
      Eigen::AngleAxisd(0.3, Vec3(1, 2, 0).normalized()) * Mat3(Vec3(5, 6, 7).asDiagonal());
  EXPECT_EQ(turnIntoStandardFrame(Box(fallen)), Mat3(Mat3::Identity()))
      << "the beam travels along z: only turns about z are none of its business";
}

TEST(StandardFrame, turnsAtomsAndVelocitiesAlong) {
  Atoms atoms;
  atoms.box = Box(aboutZ(30) * Mat3(Vec3(20, 21, 22).asDiagonal()), Vec3(1, 2, 3));
  atoms.add(29, atoms.box.toCartesian({0.25, 0.5, 0.75}));
  atoms.velocities = {aboutZ(30) * Vec3(1, 2, 3)};
  turn(atoms, turnIntoStandardFrame(atoms.box));
  EXPECT_TRUE(atoms.box.isOrthogonal());
  EXPECT_EQ(atoms.box.origin(), Vec3(1, 2, 3));
  // Sines and cosines of 30 degrees are off by a rounding of numbers up to 30.
  EXPECT_TRUE(atoms.positions[0].isApprox(Vec3(6, 12.5, 19.5), 1e-13));
  EXPECT_TRUE(atoms.velocities[0].isApprox(Vec3(1, 2, 3), 1e-13));
}

}  // namespace
}  // namespace glasscope
