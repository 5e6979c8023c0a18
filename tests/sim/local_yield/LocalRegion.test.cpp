#include "sim/local_yield/LocalRegion.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "core/math/Pressure.h"
#include "core/math/Random.h"
#include "sim/elasticity/EamAnswer.h"
#include "sim/statics/StrainPath.h"
#include "tests/sim/local_yield/RoughSample.h"

namespace glasscope::sim {
namespace {

constexpr std::size_t kSite = 311;

const EamTables& tables() {
  static const EamTables found = *EamTables::of(cuZr());
  return found;
}

const RegionSample& sample() {
  static const RegionSample found(tables(), cuZr().elements(), roughSample(), 5, 0.2);
  return found;
}

std::vector<Vec3> moved(std::vector<Vec3> positions, double rms_A) {
  for (std::size_t i = 0; i < positions.size(); ++i) {
    Random random(4, "moved", 0, i);
    for (int axis = 0; axis < 3; ++axis) positions[i][axis] += rms_A * random.normal();
  }
  return positions;
}

TEST(LocalRegion, holdsTheAtomsOfASphereTheMiddleFirst) {
  const LocalRegion region(sample(), kSite);
  EXPECT_EQ(region.atoms().front(), static_cast<std::int32_t>(kSite));
  EXPECT_EQ(region.positions().front(), Vec3::Zero());
  std::size_t within = 0;
  for (std::size_t i = 0; i < roughSample().size(); ++i) {
    const Vec3 apart =
        roughSample().box.minimumImage(roughSample().positions[i] - roughSample().positions[kSite]);
    const auto found =
        std::find(region.atoms().begin(), region.atoms().end(), static_cast<std::int32_t>(i));
    EXPECT_EQ(found != region.atoms().end(), apart.norm() < 5) << i;
    if (found == region.atoms().end()) continue;
    ++within;
    EXPECT_LT((region.positions()[static_cast<std::size_t>(found - region.atoms().begin())] - apart)
                  .norm(),
              1e-9);
  }
  EXPECT_EQ(region.freeCount(), within);
  EXPECT_GT(within, 20u);
}

// What the free atoms feel is what they feel in the whole sample, by LAMMPS.
TEST(LocalRegion, hasTheForcesOfTheWholeSample) {
  LocalRegion region(sample(), kSite);
  const std::vector<Vec3> rest = region.positions(), there = moved(rest, 0.1);
  LocalRegion::Forces forces;
  region.evaluate(there, forces);
  Atoms whole = roughSample();
  for (std::size_t k = 0; k < rest.size(); ++k)
    whole.positions[static_cast<std::size_t>(region.atoms()[k])] += there[k] - rest[k];
  const StaticState state = staticState(cuZr(), whole);
  double largest = 0;
  for (std::size_t k = 0; k < rest.size(); ++k) {
    const Vec3& expected = state.force_eV_per_A[static_cast<std::size_t>(region.atoms()[k])];
    EXPECT_LT((forces.force_eV_per_A[k] - expected).norm(), 1e-7) << k;
    largest = std::max(largest, expected.norm());
  }
  EXPECT_GT(largest, 0.5) << "nothing was pushed";
  // And so does its energy change.
  LocalRegion::Forces before;
  region.evaluate(rest, before);
  EXPECT_NEAR(forces.energy_eV - before.energy_eV,
              state.energy_eV - staticState(cuZr(), roughSample()).energy_eV, 1e-7);
}

// By differences: with the free atoms, and with the strain that all atoms follow.
TEST(LocalRegion, hasTheDerivativesOfItsEnergy) {
  for (const StrainPath path : {StrainPath::shearXz, StrainPath::uniaxialY}) {
    LocalRegion region(sample(), kSite);
    const std::vector<Vec3> start = moved(region.positions(), 0.05);
    constexpr double kStrain = 0.05, kStep = 1e-5;
    const auto energyAt = [&](double strain) {
      const Mat3 gradient = deformationGradient(path, strain);
      std::vector<Vec3> followed = start;
      for (Vec3& position : followed) position = gradient * position;
      region.place(gradient, followed);
      LocalRegion::Forces forces;
      region.evaluate(followed, forces);
      return forces;
    };
    const double slope =
        (energyAt(kStrain + kStep).energy_eV - energyAt(kStrain - kStep).energy_eV) / (2 * kStep);
    const auto forces = energyAt(kStrain);
    const Mat3 rate = (deformationGradient(path, 1) - Mat3::Identity()) *
                      deformationGradient(path, kStrain).inverse();
    // The table's cubics join with a jump of their second derivative: 1e-5 of the slope.
    EXPECT_NEAR(region.stress(rate).power_eV, slope, 1e-4 * std::abs(slope) + 1e-4);
    EXPECT_GT(std::abs(slope), 1);

    std::vector<Vec3> there = region.positions();
    LocalRegion::Forces side[2];
    for (int k = 0; k < 2; ++k) {
      std::vector<Vec3> off = there;
      off[7][1] += k == 0 ? kStep : -kStep;
      region.evaluate(off, side[k]);
    }
    EXPECT_NEAR(forces.force_eV_per_A[7][1], -(side[0].energy_eV - side[1].energy_eV) / (2 * kStep),
                1e-4);
  }
}

// An atom that goes farther than the margin of the list finds its new neighbours.
TEST(LocalRegion, listsItsPairsAnewWhenAtomsGoFar) {
  LocalRegion one(sample(), kSite), other(sample(), kSite);
  std::vector<Vec3> far = one.positions();
  far[3] += Vec3(0.4, -0.5, 0.3);
  LocalRegion::Forces stepped, direct;
  for (const double share : {0.25, 0.5, 0.75, 1.0}) {
    std::vector<Vec3> there = other.positions();
    const LocalRegion fresh(sample(), kSite);
    for (std::size_t k = 0; k < there.size(); ++k)
      there[k] = fresh.positions()[k] + share * (far[k] - fresh.positions()[k]);
    one.evaluate(there, stepped);
  }
  other.place(Mat3::Identity(), far);
  other.evaluate(far, direct);
  EXPECT_NEAR(stepped.energy_eV, direct.energy_eV, 1e-9);
  EXPECT_NEAR(other.farthest_A(), Vec3(0.4, -0.5, 0.3).norm(), 1e-12);
}

// The mean of the free atoms' virials as the local moduli have them.
TEST(LocalRegion, hasTheStressOfItsAtoms) {
  LocalRegion region(sample(), kSite);
  const EamEnvironment environment(tables(), cuZr().elements(), roughSample(),
                                   Curvature::piecewise);
  const StrainAnswer answer = eamAnswer(environment, nullptr);
  const auto& order = environment.search().order();
  SixStrains sum = SixStrains::Zero();
  for (const std::int32_t atom : region.atoms())
    sum += answer.stress_eV[static_cast<std::size_t>(std::find(order.begin(), order.end(), atom) -
                                                     order.begin())];
  const double volume_A3 = static_cast<double>(region.freeCount()) * roughSample().box.volume() /
                           static_cast<double>(roughSample().size());
  const SixStrains expected_GPa = constants::kGPa_per_eV_per_A3 / volume_A3 * sum;
  const Mat3 found = region.stress(Mat3::Identity()).stress_GPa;
  EXPECT_NEAR(found(0, 0), expected_GPa[0], 1e-6);
  EXPECT_NEAR(found(1, 2), expected_GPa[3], 1e-6);
  EXPECT_NEAR(found(0, 1), expected_GPa[5], 1e-6);
  EXPECT_GT(expected_GPa.norm(), 0.5);
}

}  // namespace
}  // namespace glasscope::sim
