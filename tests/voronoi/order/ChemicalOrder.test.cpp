#include "voronoi/order/ChemicalOrder.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"
#include "tests/voronoi/motifs/FrankKasper.h"

namespace glasscope::voronoi {
namespace {

ChemicalOrder orderOf(const Tessellation& cells, const Atoms& atoms,
                      const std::vector<std::uint8_t>& surface) {
  Tally tally;
  countNeighbours(tally, cells, atoms.atomicNumbers, surface, cells.size());
  return chemicalOrder(tally);
}

ChemicalOrder orderOf(const Atoms& atoms) {
  return orderOf(tessellate(atoms), atoms, std::vector<std::uint8_t>(atoms.size(), 0));
}

double valueFor(const std::vector<PairValue>& table, int centre, int neighbour) {
  for (const auto& entry : table)
    if (entry.centre == centre && entry.neighbour == neighbour) return entry.value;
  return NAN;
}

/// B2: 8 unlike neighbours across the hexagons, 6 like ones across the squares. So
/// alpha_AB = 1 - 8 / (14 / 2) = -1/7, alpha_AA = 1 - 6 / 7 = 1/7, eta = 8 * 14 / (0.5 * 14^2) - 1
/// = 1/7.
TEST(ChemicalOrder, isKnownForB2) {
  auto atoms = samples::crystal(samples::cubic(3.2), samples::kBccBasis, {3, 3, 3});
  for (std::size_t i = 1; i < atoms.size(); i += 2) atoms.atomicNumbers[i] = 40;
  const auto order = orderOf(atoms);
  EXPECT_DOUBLE_EQ(valueFor(order.partialCoordination, 29, 40), 8);
  EXPECT_DOUBLE_EQ(valueFor(order.partialCoordination, 40, 40), 6);
  EXPECT_NEAR(valueFor(order.warrenCowley, 29, 40), -1.0 / 7, 1e-14);
  EXPECT_NEAR(valueFor(order.warrenCowley, 40, 40), 1.0 / 7, 1e-14);
  EXPECT_NEAR(order.cargillSpaepen, 1.0 / 7, 1e-14);
  EXPECT_DOUBLE_EQ(order.meanCoordination, 14);
}

/// C15 has one large atom with Z = 16 (4 like, 12 unlike) to two small ones with Z = 12 (6 and 6):
/// species that differ in number and in coordination. <Z> = 40 / 3; alpha of large-small
/// = 1 - 12 / (2/3 16) = -1/8, of small-large 1 - 6 / (1/3 12) = -1/2;
/// eta = 12 (40/3) / (2/3 16 12) - 1 = 1/4.
TEST(ChemicalOrder, isKnownForALavesPhase) {
  auto atoms = samples::c15({2, 2, 2});
  const auto cells = tessellate(atoms);
  for (std::size_t i = 0; i < atoms.size(); ++i)
    atoms.atomicNumbers[i] = cells.facesOf(i) == 16 ? 40 : 29;
  const auto order = orderOf(cells, atoms, std::vector<std::uint8_t>(atoms.size(), 0));
  EXPECT_DOUBLE_EQ(valueFor(order.partialCoordination, 40, 29), 12);
  EXPECT_DOUBLE_EQ(valueFor(order.partialCoordination, 29, 40), 6);
  EXPECT_NEAR(valueFor(order.warrenCowley, 40, 29), -1.0 / 8, 1e-14);
  EXPECT_NEAR(valueFor(order.warrenCowley, 29, 40), -1.0 / 2, 1e-14);
  EXPECT_NEAR(order.cargillSpaepen, 0.25, 1e-14);
  EXPECT_NEAR(order.meanCoordination, 40.0 / 3, 1e-14);
}

/// Random labels on random points: both measures vanish within sampling. 20,000 atoms have some
/// 34,000 unlike bonds of each kind; the relative error of their number is below 1 %, and 3 % are
/// allowed.
TEST(ChemicalOrder, vanishesForRandomLabels) {
  const auto order = orderOf(samples::poisson(20000, Box::orthogonal(Vec3(30, 30, 30)), 51));
  for (const auto& entry : order.warrenCowley) EXPECT_NEAR(entry.value, 0, 0.03);
  EXPECT_NEAR(order.cargillSpaepen, 0, 0.03);
}

/// Every face between a Cu and a Zr is counted once from each side.
TEST(ChemicalOrder, countsUnlikeBondsTheSameFromBothSides) {
  const auto atoms = samples::poisson(900, Box::orthogonal(Vec3(9, 9, 9)), 52);
  const auto order = orderOf(atoms);
  EXPECT_NEAR(600 * valueFor(order.partialCoordination, 29, 40),
              300 * valueFor(order.partialCoordination, 40, 29), 1e-8);
}

TEST(ChemicalOrder, cargillSpaepenIsForBinaries) {
  auto atoms = samples::poisson(300, Box::orthogonal(Vec3(9, 9, 9)), 53);
  for (std::size_t i = 0; i < atoms.size(); i += 7) atoms.atomicNumbers[i] = 13;
  const auto ternary = orderOf(atoms);
  EXPECT_TRUE(std::isnan(ternary.cargillSpaepen));
  EXPECT_EQ(ternary.warrenCowley.size(), 9U);
}

TEST(ChemicalOrder, surfaceAtomsAreNoCentres) {
  auto atoms = samples::crystal(samples::cubic(3.2), samples::kBccBasis, {3, 3, 3});
  for (std::size_t i = 1; i < atoms.size(); i += 2) atoms.atomicNumbers[i] = 40;
  std::vector<std::uint8_t> surface(atoms.size(), 0);
  for (std::size_t i = 0; i < 10; ++i) surface[i] = 1;
  const auto order = orderOf(tessellate(atoms), atoms, surface);
  EXPECT_DOUBLE_EQ(valueFor(order.partialCoordination, 29, 40), 8);
  const std::vector<std::uint8_t> all(atoms.size(), 1);
  EXPECT_TRUE(orderOf(tessellate(atoms), atoms, all).warrenCowley.empty());
}

}  // namespace
}  // namespace glasscope::voronoi
