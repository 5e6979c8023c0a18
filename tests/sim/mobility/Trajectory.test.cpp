#include "sim/mobility/Trajectory.h"

#include <limits>

#include <Eigen/LU>
#include <gmock/gmock.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope::sim {
namespace {

// Three atoms of two elements in a tilted box.
Atoms frameAt(double time_ps, const std::vector<Vec3>& positions, const Mat3& matrix) {
  Atoms atoms;
  atoms.box = Box(matrix, {1, 2, 3});
  for (std::size_t i = 0; i < positions.size(); ++i) atoms.add(i == 0 ? 40 : 29, positions[i]);
  atoms.time_ps = time_ps;
  return atoms;
}

Mat3 tilted() {
  Mat3 m;
  m << 10, 3, -2, 0, 9, 1, 0, 0, 8;
  return m;
}

Vec3 massless(const std::vector<Vec3>& way) {
  return (91.224 * way[0] + 63.546 * (way[1] + way[2])) / (91.224 + 2 * 63.546);
}

TEST(Trajectory, goesOnThroughTheFacesAndStaysAtRest) {
  std::vector<Vec3> place = {{2, 3, 4}, {5, 6, 7}, {8, 4, 5}};
  const std::vector<Vec3> step = {{1.5, -0.7, 0.4}, {-0.9, 1.1, -1.3}, {0.6, 0.2, 1.9}};
  std::vector<Atoms> frames;
  std::vector<std::vector<Vec3>> truth;
  for (int f = 0; f < 12; ++f) {
    Atoms frame = frameAt(5 + 0.5 * f, place, tilted());
    truth.push_back(place);
    for (Vec3& r : frame.positions) r = frame.box.wrap(r);
    frames.push_back(frame);
    for (std::size_t i = 0; i < place.size(); ++i) place[i] += step[i];
  }
  const Trajectory way = Trajectory::of(frames);
  ASSERT_EQ(way.frames(), 12u);
  EXPECT_DOUBLE_EQ(way.times_ps[0], 0);
  EXPECT_DOUBLE_EQ(way.times_ps[11], 5.5);
  for (std::size_t f = 0; f < 12; ++f) {
    const Vec3 drift = massless(truth[f]) - massless(truth[0]);
    for (std::size_t i = 0; i < 3; ++i) {
      const Vec3 moved = way.positions[f][i] - way.positions[0][i];
      EXPECT_LT((moved - (truth[f][i] - truth[0][i] - drift)).norm(), 1e-9) << f << " " << i;
    }
  }
}

// LAMMPS exchanges a cell that tilts too far for an equivalent one; a barostat scales it.
TEST(Trajectory, aBoxThatChangesTakesItsAtomsAlong) {
  const std::vector<Vec3> place = {{2, 3, 4}, {5, 6, 7}, {8, 4, 5}};
  Mat3 flipped = tilted();
  flipped.col(1) -= flipped.col(0);
  std::vector<Atoms> frames = {frameAt(0, place, tilted()), frameAt(1, place, flipped)};
  Atoms grown = frameAt(2, place, 1.02 * tilted());
  for (Vec3& r : grown.positions) r = grown.box.origin() + 1.02 * (r - grown.box.origin());
  frames.push_back(grown);
  const Trajectory way = Trajectory::of(frames);
  for (std::size_t f = 1; f < 3; ++f)
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_LT((way.positions[f][i] - way.positions[0][i]).norm(), 1e-9);
}

TEST(Trajectory, saysThatABoxBecomesAnother) {
  const std::vector<Vec3> place = {{2, 3, 4}, {5, 6, 7}, {8, 4, 5}};
  const auto warningsOf = [&](const Mat3& later) {
    takeWarnings();
    std::vector<Atoms> frames = {frameAt(0, place, tilted()), frameAt(1, place, later)};
    for (Vec3& r : frames[1].positions)
      r = frames[1].box.origin() + later * tilted().inverse() * (r - frames[1].box.origin());
    Trajectory::of(frames);
    return takeWarnings();
  };
  Mat3 longer = tilted(), flipped = tilted();
  longer.col(1) *= 1.09;
  flipped.col(1) -= flipped.col(0);
  EXPECT_THAT(warningsOf(longer), testing::IsEmpty());
  EXPECT_THAT(warningsOf(flipped), testing::IsEmpty());
  longer.col(1) = 0.89 * tilted().col(1);
  EXPECT_THAT(warningsOf(longer), testing::ElementsAre(testing::HasSubstr("11 % of an edge")));
}

TEST(Trajectory, openEdgesAreNotPassed) {
  const std::vector<Vec3> place = {{2, 3, 4}, {5, 6, 7}, {8, 4, 5}};
  std::vector<Vec3> gone = place;
  gone[2].z() += 6;  // of an edge of 8, which would be 2 the other way
  std::vector<Atoms> frames = {frameAt(0, place, tilted()), frameAt(1, gone, tilted())};
  for (Atoms& frame : frames)
    frame.box = Box(frame.box.matrix(), frame.box.origin(), {true, true, false});
  const Trajectory way = Trajectory::of(frames);
  const Vec3 apart = (way.positions[1][2] - way.positions[1][0]) - (place[2] - place[0]);
  EXPECT_LT((apart - Vec3(0, 0, 6)).norm(), 1e-9);
  frames[1].box = Box(1.1 * tilted(), frames[1].box.origin(), {true, true, false});
  EXPECT_THROW(Trajectory::of(frames), Error);
}

TEST(Trajectory, partsAreHalvesOfTheBox) {
  const Mat3 cube = Vec3(8, 8, 8).asDiagonal();
  Atoms atoms;
  atoms.box = Box(cube);
  atoms.add(29, {1, 1, 1});
  atoms.add(29, {7, 1, 1});
  atoms.add(29, {1, 7, 1});
  atoms.add(29, {-1, 1, 7});  // is at 7, 1, 7
  std::vector<Atoms> frames = {atoms, atoms};
  frames[1].time_ps = 1;
  EXPECT_THAT(Trajectory::of(frames).part, testing::ElementsAre(0, 1, 2, 5));
}

TEST(Trajectory, whatIsNotKnownIsRefused) {
  const std::vector<Vec3> place = {{2, 3, 4}, {5, 6, 7}, {8, 4, 5}};
  const auto message = [](const std::vector<Atoms>& frames) -> std::string {
    try {
      Trajectory::of(frames);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  std::vector<Atoms> frames = {frameAt(0, place, tilted()), frameAt(1, place, tilted())};
  EXPECT_EQ(message(frames), "");
  EXPECT_THAT(message({frames[0]}), testing::HasSubstr("--frames all"));
  auto other = frames;
  other[1].ids[1] = 7;
  EXPECT_THAT(message(other), testing::HasSubstr("same atoms"));
  other = frames;
  other[1].time_ps = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(message(other), testing::HasSubstr("--timestep-fs"));
  other[1].time_ps = 0;
  EXPECT_THAT(message(other), testing::HasSubstr("do not rise"));
  // Beyond 0.45 of an edge, whichever that is and whichever way.
  for (int d = 0; d < 3; ++d) {
    for (const double way : {-1.0, 1.0}) {
      other = frames;
      other[1].positions[1] += way * 0.451 * tilted().col(d);
      EXPECT_THAT(message(other), testing::HasSubstr("too far apart")) << d;
      other = frames;
      other[1].positions[1] += way * 0.449 * tilted().col(d);
      EXPECT_EQ(message(other), "") << d;
    }
  }
}

}  // namespace
}  // namespace glasscope::sim
