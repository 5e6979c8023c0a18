#include "sim/samples/EfficientClusters.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "sim/samples/ModelAtoms.h"

namespace glasscope::sim {
namespace {

// Pt in Zr, whose radii ask for 12 neighbours (ratio 0.87 to 0.90).
const std::map<int, double> kRadii = {{29, 1.28}, {40, 1.60}, {78, 1.44}, {13, 1.43}};

EfficientClusterSettings platinum() {
  EfficientClusterSettings settings;
  settings.solvent = 40;
  settings.solutes = {78};
  settings.atoms = 220;
  return settings;
}

int within(const Atoms& atoms, std::size_t centre, double reach_A) {
  int found = 0;
  for (std::size_t k = 0; k < atoms.size(); ++k)
    if (k != centre &&
        atoms.box.minimumImage(atoms.positions[k] - atoms.positions[centre]).norm() < reach_A)
      ++found;
  return found;
}

// Seven atoms a cluster: an icosahedron, each of whose atoms lies in two, and its centre: 14.3 % of
// solute.
TEST(EfficientClusters, ofTwelveShareEveryAtomByTwo) {
  const Atoms atoms = efficientClusters(platinum(), kRadii);
  atoms.validate();
  EXPECT_EQ(atoms.size(), 224u);
  EXPECT_EQ(compositionText(atoms), "Zr85.7Pt14.3");
  const auto& shells = atoms.columns.at("shells").values;
  double sum = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_EQ(atoms.columns.at("model_site").values[i], atoms.atomicNumbers[i] == 78 ? 1 : 0);
    EXPECT_TRUE(atoms.atomicNumbers[i] == 40 || shells[i] == 0);
    sum += shells[i];
  }
  EXPECT_EQ(sum, 12 * 32);
}

TEST(EfficientClusters, haveAsManyNeighboursAsTheRadiiAskFor) {
  const Atoms atoms = efficientClusters(platinum(), kRadii);
  double mean = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const int near = within(atoms, i, 1.2 * (1.60 + 1.44));
    EXPECT_NEAR(near, 12, 2);
    mean += near / 32.0;
  }
  EXPECT_NEAR(mean, 12, 0.4);
}

TEST(EfficientClusters, solutesStandOnAnFccLattice) {
  const Atoms atoms = efficientClusters(platinum(), kRadii);
  const double apart_A = atoms.box.lengths()[0] / 2 / std::sqrt(2.0);
  for (std::size_t i = 0; i < 32; ++i) {
    int nearest = 0;
    for (std::size_t k = 0; k < 32; ++k) {
      const double distance =
          atoms.box.minimumImage(atoms.positions[k] - atoms.positions[i]).norm();
      EXPECT_TRUE(k == i || distance > apart_A - 1e-9);
      nearest += k != i && distance < apart_A + 1e-9;
    }
    EXPECT_EQ(nearest, 12);
  }
}

TEST(EfficientClusters, fillTheInterstices) {
  EfficientClusterSettings settings = platinum();
  settings.solutes = {78, 13, 29};
  settings.atoms = 300;
  const Atoms atoms = efficientClusters(settings, kRadii);
  const auto count = [&](int z) {
    return std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), z);
  };
  EXPECT_EQ(count(78), 32);
  EXPECT_EQ(count(13), 32);
  EXPECT_EQ(count(29), 64);
  EXPECT_EQ(count(40), 6 * 32);
  const double cell_A = atoms.box.lengths()[0] / 2;
  for (std::size_t i = 32; i < 128; ++i) {
    const int z = atoms.atomicNumbers[i];
    EXPECT_EQ(atoms.columns.at("model_site").values[i], z == 13 ? 2 : 3);
    double nearest = 100;
    for (std::size_t k = 0; k < 32; ++k)
      nearest =
          std::min(nearest, atoms.box.minimumImage(atoms.positions[k] - atoms.positions[i]).norm());
    EXPECT_NEAR(nearest, (z == 13 ? 0.5 : std::sqrt(3.0) / 4) * cell_A, 1e-9);
  }
}

TEST(EfficientClusters, shareMoreByEdgesAndFaces) {
  EXPECT_DOUBLE_EQ(solventsPerCluster(12, ClusterSharing::vertices), 6);
  EXPECT_DOUBLE_EQ(solventsPerCluster(12, ClusterSharing::edges), 4);
  EXPECT_DOUBLE_EQ(solventsPerCluster(12, ClusterSharing::faces), 3);
  EXPECT_NEAR(1 / (1 + solventsPerCluster(9, ClusterSharing::vertices)), 0.206, 0.001);
  EXPECT_NEAR(1 / (1 + solventsPerCluster(17, ClusterSharing::vertices)), 0.091, 0.001);
}

TEST(EfficientClusters, areMadeFromTheirSeed) {
  EfficientClusterSettings settings = platinum();
  const Atoms one = efficientClusters(settings, kRadii);
  EXPECT_EQ(one.positions, efficientClusters(settings, kRadii).positions);
  settings.seed = 9;
  EXPECT_NE(one.positions, efficientClusters(settings, kRadii).positions);
  settings.solutes.clear();
  EXPECT_THROW(efficientClusters(settings, kRadii), Error);
  settings.solutes = {13, 29, 78, 41};
  EXPECT_THROW(efficientClusters(settings, kRadii), Error);
}

}  // namespace
}  // namespace glasscope::sim
