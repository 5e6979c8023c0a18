#include "sim/samples/Nanocrystal.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "sim/statics/RandomCrystal.h"

namespace glasscope::sim {
namespace {

const std::map<int, double> kRadii = {{29, 1.28}, {40, 1.60}};

// The matrix: atoms of a random crystal, turned into no glass, but as dense as one.
Atoms matrix() {
  return scaledTo(randomCrystal({29, 40}, {1280, 720}, 3, 60), 16);
}

SampleSettings ball(CrystalPhase phase, double size_A = 18) {
  SampleSettings settings;
  settings.kind = SampleKind::nanocrystal;
  settings.phase = phase;
  settings.size_A = size_A;
  return settings;
}

Atoms crystalOf(const Atoms& sample) {
  Atoms crystal;
  crystal.box = sample.box;
  const auto& inside = sample.columns.at("nanocrystal").values;
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (inside[i] == 1) crystal.add(sample.atomicNumbers[i], sample.positions[i]);
  return crystal;
}

double nearest(const Atoms& atoms, std::size_t i) {
  double nearest = 100;
  for (std::size_t j = 0; j < atoms.size(); ++j)
    if (j != i) nearest = std::min(nearest, (atoms.positions[j] - atoms.positions[i]).norm());
  return nearest;
}

TEST(Nanocrystal, isABallOfTheLatticeThatIsAskedFor) {
  const double touching = 1.28 + 1.60;
  struct Case {
    CrystalPhase phase;
    double nearest_A, volume_A3;
  };
  const double fcc = 2 * std::sqrt(2.0) * 1.28, bcc = 4 / std::sqrt(3.0) * 1.28,
               b2 = 2 / std::sqrt(3.0) * touching;
  for (const Case& c : {Case{CrystalPhase::fcc, 2.56, fcc * fcc * fcc / 4},
                        Case{CrystalPhase::bcc, 2.56, bcc * bcc * bcc / 2},
                        Case{CrystalPhase::b2, touching, b2 * b2 * b2 / 2}}) {
    const Atoms crystal = crystalOf(withNanocrystal(matrix(), ball(c.phase), kRadii));
    const double expected = 4 * M_PI / 3 * 9 * 9 * 9 / c.volume_A3;
    EXPECT_NEAR(static_cast<double>(crystal.size()), expected, 0.12 * expected);
    for (std::size_t i = 0; i < crystal.size(); ++i)
      EXPECT_NEAR(nearest(crystal, i), c.nearest_A, 1e-9);
    const auto copper = std::count(crystal.atomicNumbers.begin(), crystal.atomicNumbers.end(), 29);
    const double share = static_cast<double>(copper) / static_cast<double>(crystal.size());
    EXPECT_NEAR(share, c.phase == CrystalPhase::b2 ? 0.5 : 1.0, 0.05);
  }
}

TEST(Nanocrystal, takesThePlaceOfTheAtomsThatWereThere) {
  const Atoms glass = matrix();
  const Atoms sample = withNanocrystal(glass, ball(CrystalPhase::b2), kRadii);
  sample.validate();
  EXPECT_EQ(sample.box.matrix(), glass.box.matrix());
  const auto& inside = sample.columns.at("nanocrystal").values;
  const Vec3 middle = 0.5 * glass.box.lengths();
  std::size_t outside = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double distance = (sample.positions[i] - middle).norm();
    EXPECT_EQ(inside[i] == 1, distance < 9);
    if (inside[i] == 1) continue;
    ++outside;
    // It is where it was, and as far from the crystal as spheres may be.
    const auto at = std::find(glass.ids.begin(), glass.ids.end(), sample.ids[i]);
    EXPECT_EQ(sample.positions[i],
              glass.positions[static_cast<std::size_t>(at - glass.ids.begin())]);
    for (std::size_t k = 0; k < sample.size(); ++k) {
      if (inside[k] == 0) continue;
      const double radii = kRadii.at(sample.atomicNumbers[i]) + kRadii.at(sample.atomicNumbers[k]);
      EXPECT_GE((sample.positions[i] - sample.positions[k]).norm(), 0.8 * radii);
    }
  }
  EXPECT_GT(outside, 1500u);
}

TEST(Nanocrystal, takesTheLatticeConstantThatIsGiven) {
  SampleSettings settings = ball(CrystalPhase::b2);
  settings.latticeConstant_A = 3.2;
  const Atoms crystal = crystalOf(withNanocrystal(matrix(), settings, kRadii));
  EXPECT_NEAR(nearest(crystal, 0), 1.6 * std::sqrt(3.0), 1e-9);
}

// Copper spheres of fcc touch at 3.62 angstrom; a lattice of a tenth of an angstrom took all
// memory.
TEST(Nanocrystal, refusesALatticeOfAnotherUnit) {
  SampleSettings settings = ball(CrystalPhase::fcc, 12);
  const double touching = 2 * std::sqrt(2.0) * 1.28;
  for (const double factor : {0.49, 2.01, 1e-3}) {
    settings.latticeConstant_A = factor * touching;
    EXPECT_THROW(withNanocrystal(matrix(), settings, kRadii), Error) << factor;
  }
  for (const double factor : {0.51, 1.99}) {
    settings.latticeConstant_A = factor * touching;
    EXPECT_NO_THROW(withNanocrystal(matrix(), settings, kRadii)) << factor;
  }
}

TEST(Nanocrystal, isTurnedByItsSeedAlone) {
  const Mat3 one = randomRotation(1, 0);
  EXPECT_NEAR((one * one.transpose() - Mat3::Identity()).norm(), 0, 1e-12);
  EXPECT_NEAR(one.determinant(), 1, 1e-12);
  EXPECT_EQ(one, randomRotation(1, 0));
  EXPECT_NE(one, randomRotation(2, 0));
  EXPECT_NE(one, randomRotation(1, 1));
  // Even over all directions: a turned axis has the mean zero and the mean square 1/3.
  Vec3 mean = Vec3::Zero(), squares = Vec3::Zero();
  for (std::uint64_t k = 0; k < 2000; ++k) {
    const Vec3 axis = randomRotation(9, k).col(0);
    mean += axis / 2000;
    squares += Vec3(axis.array().square()) / 2000;
  }
  EXPECT_LT(mean.norm(), 0.06);
  EXPECT_LT((squares - Vec3::Constant(1.0 / 3)).norm(), 0.04);
}

TEST(Nanocrystal, whatDoesNotFitIsRefused) {
  EXPECT_THROW(withNanocrystal(matrix(), ball(CrystalPhase::fcc, 40), kRadii), Error);
  const Atoms copper = scaledTo(randomCrystal({29}, {500}, 3, 60), 12);
  EXPECT_THROW(withNanocrystal(copper, ball(CrystalPhase::b2, 10), kRadii), Error);
  EXPECT_NO_THROW(withNanocrystal(copper, ball(CrystalPhase::bcc, 10), kRadii));
}

}  // namespace
}  // namespace glasscope::sim
