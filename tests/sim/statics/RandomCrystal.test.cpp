#include "sim/statics/RandomCrystal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "sim/potentials/Kim.h"

namespace glasscope::sim {
namespace {

TEST(RandomCrystal, restsNearTheVolumeOfTheCrystal) {
  const Atoms copper = randomCrystal({29}, {256}, 1, 60);
  // 3.639^3 / 4 = 12.05; steps of 8 %, and the jitter presses a little.
  EXPECT_NEAR(restingVolume_A3(Potential::find("mendelev-2009", {29}), copper), 12.05, 1.5);
}

// This model has no values for densities beyond its table and LAMMPS ends the process there: the
// search may not press the crystal further than it takes to find the minimum.
TEST(RandomCrystal, isNotPressedOffTheTableOfAModel) {
  int found = 0;
  for (const char* id : {"EAM_ErcolessiAdams_1994_Al__MO_324507536345_003",
                         "EAM_CubicNaturalSpline_ErcolessiAdams_1994_Al__MO_800509458712_002"}) {
    if (!Kim::find(id, {13})) continue;
    ++found;
    const Atoms aluminium = randomCrystal({13}, {256}, 1, 60);
    // 4.032^3 / 4 = 16.4 cubic angstrom.
    EXPECT_NEAR(restingVolume_A3(Potential::find(std::string("kim:") + id, {13}), aluminium), 16.4,
                2.0)
        << id;
  }
  if (found == 0) GTEST_SKIP() << "no KIM model of Ercolessi and Adams is installed";
}

// 500 atoms fill five cells of a face-centred lattice along each edge, and each is off its site by
// 2 % of a cell's edge along each axis, six standard deviations at most.
TEST(RandomCrystal, isAJitteredLatticeOfTheVolumeAndCompositionThatWereAsked) {
  const Atoms atoms = randomCrystal({29, 40}, {320, 180}, 7, 20);
  ASSERT_EQ(atoms.size(), 500u);
  EXPECT_EQ(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 29), 320);
  EXPECT_EQ(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 40), 180);
  EXPECT_NEAR(atoms.box.volume(), 500 * 20, 1e-6);
  const double cell = atoms.box.lengths().x() / 5;
  std::set<std::tuple<long, long, long>> sites;
  double square = 0;
  for (const Vec3& r : atoms.positions) {
    // Counted in half edges from the first site, the sites of the lattice have an even sum.
    std::array<long, 3> site{};
    for (int d = 0; d < 3; ++d) {
      const double halves = 2 * r[d] / cell - 0.5;
      const double off = halves - std::round(halves);
      site[static_cast<std::size_t>(d)] = (std::lround(halves) + 10) % 10;
      EXPECT_LT(std::abs(off), 6 * 0.04);
      square += off * off / 4;
    }
    EXPECT_EQ((site[0] + site[1] + site[2]) % 2, 0);
    sites.insert({site[0], site[1], site[2]});
  }
  EXPECT_EQ(sites.size(), 500u);
  // 1,500 numbers: their standard deviation is known to 1.8 %; four of that.
  EXPECT_NEAR(std::sqrt(square / 1500), 0.02, 0.02 * 0.075);
}

TEST(RandomCrystal, mixesTheSpeciesByTheSeed) {
  const auto order = [](std::uint64_t seed) {
    const Atoms atoms = randomCrystal({29, 40}, {128, 128}, seed, 16);
    double copper = 0;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      if (atoms.atomicNumbers[i] == 29) copper += atoms.positions[i].x() / 128;
    }
    return copper / atoms.box.lengths().x();
  };
  EXPECT_EQ(order(1), order(1));
  EXPECT_NE(order(1), order(2));
  // Uniform numbers have a mean of 128 within 0.29 / sqrt(128) = 0.026; here half of the sites are
  // taken without replacement, which halves the variance. Four standard deviations.
  EXPECT_NEAR(order(1), 0.5, 0.075);
}

TEST(RandomCrystal, scalingKeepsFractionsAndGivesTheVolume) {
  const Atoms atoms = randomCrystal({29}, {108}, 1, 60), scaled = scaledTo(atoms, 12);
  EXPECT_NEAR(scaled.box.volume(), 108 * 12, 1e-9);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_LT(
        (scaled.box.toFractional(scaled.positions[i]) - atoms.box.toFractional(atoms.positions[i]))
            .norm(),
        1e-12);
  }
}

TEST(RandomCrystal, wholeCountsAddUp) {
  EXPECT_EQ(wholeCounts({0.64, 0.36}, 256), (std::vector<int>{164, 92}));
  EXPECT_EQ(wholeCounts({1.0 / 3, 1.0 / 3, 1.0 / 3}, 100), (std::vector<int>{34, 33, 33}));
}

}  // namespace
}  // namespace glasscope::sim
