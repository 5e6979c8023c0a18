#include "sim/samples/ClusterGlue.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "sim/samples/ModelAtoms.h"

namespace glasscope::sim {
namespace {

const std::map<int, double> kRadii = {{29, 1.28}, {40, 1.60}, {13, 1.43}};

Atoms made(const std::string& formula, std::uint64_t seed = 1) {
  ClusterGlueSettings settings;
  settings.formula = clusterFormula(formula);
  settings.atoms = 32.0 * settings.formula.atoms();
  settings.seed = seed;
  return clustersAndGlue(settings, kRadii);
}

const Atoms& copperZirconium() {
  static const Atoms atoms = made("[Cu-Cu7Zr5]Cu");
  return atoms;
}

TEST(ClusterGlue, hasTheCompositionOfItsFormula) {
  const Atoms& atoms = copperZirconium();
  atoms.validate();
  EXPECT_EQ(atoms.size(), 32u * 14);
  EXPECT_EQ(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 29), 32 * 9);
  EXPECT_EQ(compositionText(atoms), "Cu64.3Zr35.7");
  const auto& sites = atoms.columns.at("model_site").values;
  EXPECT_EQ(std::count(sites.begin(), sites.end(), 1.0), 32);
  EXPECT_EQ(std::count(sites.begin(), sites.end(), 2.0), 32 * 12);
  EXPECT_EQ(std::count(sites.begin(), sites.end(), 0.0), 32);
}

// Every cluster is alone with its shell: twelve atoms that touch the centre, seven of copper and
// five of zirconium, and no thirteenth near; every atom of a shell belongs to one of them.
TEST(ClusterGlue, clustersAreWholeAndShareNothing) {
  const Atoms& atoms = copperZirconium();
  for (std::size_t c = 0; c < 32; ++c) {
    int copper = 0, zirconium = 0;
    for (std::size_t k = 0; k < atoms.size(); ++k) {
      if (k == c) continue;
      const double gap = atoms.box.minimumImage(atoms.positions[k] - atoms.positions[c]).norm() /
                         (1.28 + kRadii.at(atoms.atomicNumbers[k]));
      EXPECT_TRUE(std::abs(gap - 1) < 0.12 || gap > 1.25) << gap;
      if (gap < 1.2) ++(atoms.atomicNumbers[k] == 29 ? copper : zirconium);
    }
    EXPECT_EQ(copper, 7);
    EXPECT_EQ(zirconium, 5);
  }
  const auto& sites = atoms.columns.at("model_site").values;
  for (std::size_t i = 0; i < atoms.size(); ++i)
    EXPECT_EQ(atoms.columns.at("shells").values[i], sites[i] == 2 ? 1 : 0);
}

// Atoms of other clusters keep out of each other's way too.
TEST(ClusterGlue, spheresHardlyOverlap) {
  const Atoms& atoms = copperZirconium();
  for (std::size_t i = 0; i < atoms.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      EXPECT_GT(atoms.box.minimumImage(atoms.positions[k] - atoms.positions[i]).norm(),
                0.85 * (kRadii.at(atoms.atomicNumbers[k]) + kRadii.at(atoms.atomicNumbers[i])));
}

TEST(ClusterGlue, takesNoneToThreeGlueAtoms) {
  for (const auto& [glue, text] : {std::pair{0, ""}, {1, "Al"}, {2, "Al2"}, {3, "Al2Cu"}}) {
    const Atoms atoms = made(std::string("[Cu-Zr8Cu2]") + text);
    EXPECT_EQ(atoms.size(), 32u * static_cast<std::size_t>(11 + glue));
    EXPECT_EQ(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 40), 32 * 8);
  }
}

TEST(ClusterGlue, isMadeFromItsSeed) {
  EXPECT_EQ(copperZirconium().positions, made("[Cu8Zr5]Cu").positions);
  EXPECT_NE(copperZirconium().positions, made("[Cu8Zr5]Cu", 2).positions);
}

}  // namespace
}  // namespace glasscope::sim
