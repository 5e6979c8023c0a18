#include "sim/potentials/LennardJones.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Protocol.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/RandomCrystal.h"
#include "sim/statics/Statics.h"
#include "tests/sim/WorkFolder.h"

namespace glasscope::sim {
namespace {

constexpr int kA = 28, kB = 27;
const double kUnit_eV = constants::kBoltzmann_eV_per_K * kKobAndersenEpsilon_K;

double pairEnergy(const std::string& name, int one, int other, double distance_A) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(30));
  atoms.add(one, {5, 5, 5});
  atoms.add(other, {5 + distance_A, 5, 5});
  return staticState(Potential::find(name, {kA, kB}), atoms).energy_eV / kUnit_eV;
}

double lennardJones(double epsilon, double ratio) {
  return 4 * epsilon * (std::pow(ratio, -12) - std::pow(ratio, -6));
}

// Table of Kob and Andersen, Phys. Rev. E 51, 4626 (1995), Sec. II.
TEST(LennardJones, pairsOfKobAndersenHaveThePublishedDepthAndSize) {
  const struct {
    int one, other;
    double epsilon, sigma;
  } pairs[] = {{kA, kA, 1, 1}, {kA, kB, 1.5, 0.8}, {kB, kB, 0.5, 0.88}};
  for (const auto& pair : pairs) {
    const double sigma_A = pair.sigma * kKobAndersenSigma_A;
    const double at_cutoff = lennardJones(pair.epsilon, 2.5);
    for (const double ratio : {1.0, std::pow(2, 1.0 / 6), 1.7}) {
      const double expected = lennardJones(pair.epsilon, ratio);
      EXPECT_NEAR(pairEnergy("kob-andersen-unshifted", pair.one, pair.other, ratio * sigma_A),
                  expected, 1e-9);
      EXPECT_NEAR(pairEnergy("kob-andersen", pair.one, pair.other, ratio * sigma_A),
                  expected - at_cutoff, 1e-9);
    }
    EXPECT_EQ(pairEnergy("kob-andersen-unshifted", pair.one, pair.other, 2.501 * sigma_A), 0);
  }
}

TEST(LennardJones, mixturesAreToldApartByTheirNumbers) {
  const Potential shifted = Potential::find("kob-andersen", {kA, kB});
  const Potential other = Potential::find("kob-andersen-unshifted", {kA, kB});
  EXPECT_EQ(shifted.identity().fileHash.size(), 32u);
  EXPECT_NE(shifted.identity().fileHash, other.identity().fileHash);
  EXPECT_NEAR(shifted.cutoff_A(), 5.5, 1e-12);
  EXPECT_FALSE(shifted.eamData().has_value());
  EXPECT_THROW(Potential::find("kob-andersen", {kA, 40}), Error);
  // One species alone is a mixture too.
  EXPECT_EQ(Potential::find("kob-andersen", {kB}).pairCommands().size(), 3u);
}

// The inherent structure of the supercooled liquid at T = 0.5 and density 1.2: -7.63 (shifted) and
// -8.19 (unshifted) epsilon a particle, +-0.02 with 864 particles that had the time to equilibrate.
// Of 250 particles, after 60 time units, it is a little higher and scatters three times as much.
TEST(LennardJones, theInherentStructureOfKobAndersenHasThePublishedEnergy) {
  const WorkFolder folder("kob_andersen");
  const Potential potential = Potential::find("kob-andersen", {kA, kB});
  const double volume_A3 = std::pow(kKobAndersenSigma_A, 3) / 1.2;
  Atoms start = randomCrystal({kA, kB}, {200, 50}, 3, volume_A3);
  giveVelocities(start, 1000, 3);
  Protocol protocol;
  protocol.label = "kob_andersen";
  protocol.identity = "test";
  protocol.timestep_fs = 3;
  protocol.checkPressure = false;
  for (const auto& [name, steps, from_K, to_K] : {std::tuple{"melt", 1500, 1000.0, 1000.0},
                                                  {"quench", 5000, 1000.0, 500.0},
                                                  {"hold", 5000, 500.0, 500.0}})
    protocol.stages.push_back({.name = name,
                               .steps = steps,
                               .from_K = from_K,
                               .to_K = to_K,
                               .constantPressure = false,
                               .sliceSteps = 500});
  protocol.stages.back().state = "held";
  const Glass glass = runProtocol(protocol, potential, start, folder.path);
  const Atoms& liquid = glass.states.front().atoms;
  EXPECT_NEAR(liquid.box.volume() / 250, volume_A3, 1e-6);
  const auto energyOf = [&](const char* name) {
    const Potential mixture = Potential::find(name, {kA, kB});
    return staticState(mixture, inherentStructure(mixture, liquid)).energy_eV / (250 * kUnit_eV);
  };
  EXPECT_NEAR(energyOf("kob-andersen"), -7.61, 0.06);
  EXPECT_NEAR(energyOf("kob-andersen-unshifted"), -8.17, 0.06);
}

}  // namespace
}  // namespace glasscope::sim
