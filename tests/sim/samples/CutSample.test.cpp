#include "sim/samples/CutSample.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

// Points at random places of a box that does not begin at zero, some outside of it: a piece holds
// as many as its volume says.
const Atoms& points() {
  static const Atoms cloud = [] {
    Atoms atoms;
    atoms.box = Box::orthogonal(Vec3(40, 50, 60), Vec3(-7, 3, 11));
    for (std::size_t i = 0; i < 20000; ++i) {
      Random random(5, "points", 0, i);
      const Vec3 fraction(random.uniform(), random.uniform(), 2 * random.uniform());
      atoms.add(i % 2 == 0 ? 29 : 40, atoms.box.origin() + atoms.box.matrix() * fraction);
    }
    std::vector<double> numbers;
    for (const std::int64_t id : atoms.ids) numbers.push_back(static_cast<double>(id));
    atoms.columns.add({"number", "1", "", numbers});
    atoms.velocities.assign(atoms.size(), Vec3::UnitX());
    return atoms;
  }();
  return cloud;
}

SampleSettings of(SampleKind kind, double size_A, SampleAxis axis = SampleAxis::z) {
  SampleSettings settings;
  settings.kind = kind;
  settings.size_A = size_A;
  settings.axis = axis;
  return settings;
}

// 120,000 cubic angstrom hold 20,000 points.
void expectVolume(const Atoms& sample, double volume_A3) {
  const double expected = volume_A3 / 6;
  EXPECT_NEAR(static_cast<double>(sample.size()), expected, 4 * std::sqrt(expected));
}

TEST(CutSample, piecesHoldWhatTheirVolumeSaysAndAreOpenWhereTheyEnd) {
  const double area = M_PI * 15 * 15;
  struct Case {
    SampleSettings settings;
    double volume_A3;
    std::array<bool, 3> periodic;
  };
  SampleSettings shortPillar = of(SampleKind::pillar, 30, SampleAxis::y);
  shortPillar.depth_A = 20;
  for (const Case& c :
       {Case{of(SampleKind::film, 20), 40 * 50 * 20, {true, true, false}},
        Case{of(SampleKind::film, 20, SampleAxis::x), 20 * 50 * 60, {false, true, true}},
        Case{of(SampleKind::wire, 30), area * 60, {false, false, true}},
        Case{of(SampleKind::pillar, 30), area * 60, {false, false, false}},
        Case{shortPillar, area * 20, {false, false, false}},
        Case{of(SampleKind::particle, 30), 4.0 / 3 * area * 15, {false, false, false}}}) {
    const Atoms sample = cutSample(points(), c.settings);
    expectVolume(sample, c.volume_A3);
    EXPECT_EQ(sample.box.periodic(), c.periodic);
    const Vec3 middle = sample.box.origin() + 0.5 * sample.box.lengths();
    EXPECT_LT((middle - Vec3(13, 28, 41)).norm(), 1e-9) << "it is cut from the middle";
    sample.validate();
    for (std::size_t i = 0; i < sample.size(); ++i) {
      EXPECT_EQ(sample.columns.at("number").values[i], static_cast<double>(sample.ids[i]));
      EXPECT_EQ(sample.atomicNumbers[i], sample.ids[i] % 2 == 1 ? 29 : 40);
    }
    EXPECT_EQ(sample.velocities.size(), sample.size());
  }
}

TEST(CutSample, theBoxHoldsThePieceAndTheVacuum) {
  SampleSettings settings = of(SampleKind::film, 24, SampleAxis::y);
  settings.vacuum_A = 30;
  const Vec3 edges = cutSample(points(), settings).box.lengths();
  EXPECT_LT((edges - Vec3(40, 54, 60)).norm(), 1e-9);
}

// A slit of width 6 that goes 20 deep along x, through z, and ends round.
TEST(CutSample, aNotchIsASlitWithARoundTip) {
  SampleSettings settings = of(SampleKind::notched, 6, SampleAxis::x);
  settings.depth_A = 20;
  const Atoms sample = cutSample(points(), settings);
  expectVolume(sample, 120000 - 60 * (17 * 6 + 0.5 * M_PI * 9));
  EXPECT_EQ(sample.box.periodic(), (std::array<bool, 3>{false, true, true}));
  double nearest = 100;
  for (const Vec3& position : sample.positions) {
    const double deep = position.x() + 7, aside = std::abs(position.y() - 28);
    EXPECT_FALSE(deep < 17 && aside < 3);
    nearest = std::min(nearest, std::hypot(deep - 17, aside));
  }
  EXPECT_NEAR(nearest, 3, 0.2);
  // Without a depth a third of the sample.
  settings.depth_A = 0;
  expectVolume(cutSample(points(), settings), 120000 - 60 * ((40.0 / 3 - 3) * 6 + 0.5 * M_PI * 9));
}

TEST(CutSample, whatTheBoxDoesNotHoldIsRefused) {
  const auto message = [](const SampleSettings& settings, const Atoms& bulk = points()) {
    try {
      cutSample(bulk, settings);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return std::string(error.what());
    }
    return std::string("no error");
  };
  using testing::HasSubstr;
  EXPECT_THAT(message(of(SampleKind::particle, 41)), HasSubstr("along x"));
  EXPECT_THAT(message(of(SampleKind::film, 61)), HasSubstr("along z"));
  EXPECT_THAT(message(of(SampleKind::wire, 45)), HasSubstr("along x"));
  EXPECT_EQ(message(of(SampleKind::wire, 45, SampleAxis::x)), "no error");
  SampleSettings pillar = of(SampleKind::pillar, 20);
  pillar.depth_A = 70;
  EXPECT_THAT(message(pillar), HasSubstr("along z"));
  // An atom has 6 cubic angstrom, a cube of 1.817 angstrom.
  EXPECT_THAT(message(of(SampleKind::film, 1.81)), HasSubstr("an atom has 1.82 to itself"));
  EXPECT_EQ(message(of(SampleKind::film, 1.82)), "no error");
  pillar.depth_A = 1.81;
  EXPECT_THAT(message(pillar), HasSubstr("it is 1.81 angstrom across"));
  pillar.depth_A = 0;
  EXPECT_EQ(message(pillar), "no error");
  EXPECT_EQ(message(of(SampleKind::notched, 1)), "no error") << "a slit may be narrow";
  SampleSettings notch = of(SampleKind::notched, 6);
  notch.depth_A = 2;
  EXPECT_THAT(message(notch), HasSubstr("depth"));
  Atoms skewed = points();
  Mat3 matrix = skewed.box.matrix();
  matrix(0, 1) = 5;
  skewed.box = Box(matrix);
  EXPECT_THAT(message(of(SampleKind::film, 20), skewed), HasSubstr("skewed"));
}

}  // namespace
}  // namespace glasscope::sim
