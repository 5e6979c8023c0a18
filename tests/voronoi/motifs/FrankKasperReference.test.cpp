// The Frank-Kasper phases: every atom has one of the four polyhedra with pentagons and hexagons
// alone, and how many of each is known (Frank and Kasper, Acta Cryst. 12, 483 (1959)).
#include <map>

#include <gtest/gtest.h>

#include "tests/voronoi/motifs/FrankKasper.h"
#include "voronoi/motifs/IndexConvention.h"
#include "voronoi/motifs/MotifNetwork.h"
#include "voronoi/motifs/Motifs.h"

namespace glasscope::voronoi {
namespace {

std::map<int, int> kasperCounts(const Atoms& atoms) {
  std::map<int, int> out;
  for (const auto& index : voronoiIndices(tessellate(atoms), {})) ++out[kasperNumber(index)];
  return out;
}

TEST(FrankKasperReference, a15HasTwoZ12AndSixZ14) {
  EXPECT_EQ(kasperCounts(samples::a15({2, 2, 2})), (std::map<int, int>{{12, 16}, {14, 48}}));
}

TEST(FrankKasperReference, lavesC15HasTwoZ12ForEachZ16) {
  EXPECT_EQ(kasperCounts(samples::c15({1, 1, 1})), (std::map<int, int>{{12, 16}, {16, 8}}));
}

TEST(FrankKasperReference, lavesC14HasTwoZ12ForEachZ16) {
  EXPECT_EQ(kasperCounts(samples::c14({2, 2, 1})), (std::map<int, int>{{12, 32}, {16, 16}}));
}

TEST(FrankKasperReference, sigmaHasZ12Z14AndZ15) {
  EXPECT_EQ(kasperCounts(samples::sigmaPhase({1, 1, 2})),
            (std::map<int, int>{{12, 20}, {14, 32}, {15, 8}}));
}

/// Thermal noise does not split vertices of four tetrahedra: these cells are stable, unlike fcc's.
TEST(FrankKasperReference, indicesSurviveNoise) {
  auto atoms = samples::a15({2, 2, 2});
  samples::shake(atoms, 0.03, 5);
  EXPECT_EQ(kasperCounts(atoms), (std::map<int, int>{{12, 16}, {14, 48}}));
}

MotifNetwork icosahedra(const Atoms& atoms) {
  const auto cells = tessellate(atoms);
  std::vector<std::uint8_t> centres;
  for (const auto& index : voronoiIndices(cells, {})) centres.push_back(isIcosahedron(index));
  return motifNetwork(atoms, cells, centres, {});
}

/// In C15 the Z12 atoms form tetrahedra that share corners: each has six like neighbours, and the
/// network runs through the whole crystal. One cell (whose atoms neighbour several images of one
/// another) must say the same as eight.
TEST(FrankKasperReference, icosahedraOfC15InterpenetrateSixOthers) {
  for (const int n : {1, 2}) {
    const auto network = icosahedra(samples::c15({n, n, n}));
    EXPECT_EQ(network.centres, 16 * n * n * n);
    EXPECT_EQ(network.links[MotifNetwork::interpenetrating], 3 * network.centres) << n;
    EXPECT_EQ(network.cores.largest(), network.centres);
    EXPECT_EQ(network.cores.percolation(), 7);
    EXPECT_EQ(network.members, 24 * n * n * n);
    for (std::size_t i = 0; i < network.number.size(); ++i)
      EXPECT_EQ(network.degreeAt(i, MotifNetwork::interpenetrating), i % 6 < 2 ? 0 : 6);
  }
}

/// In A15 the Z12 atoms are second neighbours along the body diagonals: eight others at a sqrt(3)/2
/// with a ring of three chromium atoms in common (faces), six at a with two (edges).
TEST(FrankKasperReference, icosahedraOfA15ShareFacesAndEdges) {
  const auto network = icosahedra(samples::a15({2, 2, 2}));
  EXPECT_EQ(network.links[MotifNetwork::interpenetrating], 0);
  EXPECT_EQ(network.cores.largest(), 1);
  EXPECT_EQ(network.links[MotifNetwork::face], 4 * network.centres);
  EXPECT_EQ(network.links[MotifNetwork::edge], 3 * network.centres);
  EXPECT_EQ(network.sharing.largest(), network.centres);
  EXPECT_EQ(network.sharing.percolation(), 7);
}

}  // namespace
}  // namespace glasscope::voronoi
