#include "sim/springs/NeighbourSearch.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::sim {
namespace {

Atoms gas(const Box& box, int count) {
  Atoms atoms;
  atoms.box = box;
  for (int i = 0; i < count; ++i) {
    Random random(5, "gas", 0, static_cast<std::uint64_t>(i));
    // Some lie outside the box, as positions that are not wrapped do.
    atoms.add(29, box.toCartesian(
                      {1.4 * random.uniform() - 0.2, random.uniform(), 1.2 * random.uniform()}));
  }
  return atoms;
}

// Pairs (i, j) with the lengths of the vectors between them, every image within reach.
using Pairs = std::map<std::pair<int, int>, std::vector<double>>;

Pairs bruteForce(const Atoms& atoms, double reach) {
  Pairs pairs;
  const auto copies = [&](int axis) {
    const bool periodic = atoms.box.periodic()[static_cast<std::size_t>(axis)];
    return periodic ? 2 + static_cast<int>(std::ceil(reach / atoms.box.heights()[axis])) : 0;
  };
  for (int i = 0; i < static_cast<int>(atoms.size()); ++i) {
    for (int j = 0; j < static_cast<int>(atoms.size()); ++j) {
      for (int a = -copies(0); a <= copies(0); ++a) {
        for (int b = -copies(1); b <= copies(1); ++b) {
          for (int c = -copies(2); c <= copies(2); ++c) {
            const Vec3 apart =
                atoms.positions[j] - atoms.positions[i] + atoms.box.matrix() * Vec3(a, b, c);
            const bool itself = i == j && a == 0 && b == 0 && c == 0;
            if (!itself && apart.norm() < reach) pairs[{i, j}].push_back(apart.norm());
          }
        }
      }
    }
  }
  return pairs;
}

Pairs searched(const NeighbourSearch& search) {
  Pairs pairs;
  for (std::size_t place = 0; place < search.size(); ++place) {
    search.visit(place, [&](std::int32_t other, const Vec3& apart, double squared) {
      EXPECT_NEAR(apart.squaredNorm(), squared, 1e-12);
      pairs[{search.order()[place], search.order()[static_cast<std::size_t>(other)]}].push_back(
          apart.norm());
    });
  }
  return pairs;
}

void expectSame(Pairs found, Pairs expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (auto& [pair, lengths] : expected) {
    auto& others = found[pair];
    ASSERT_EQ(others.size(), lengths.size()) << pair.first << ' ' << pair.second;
    std::sort(lengths.begin(), lengths.end());
    std::sort(others.begin(), others.end());
    for (std::size_t k = 0; k < lengths.size(); ++k) EXPECT_NEAR(others[k], lengths[k], 1e-9);
  }
}

// Boxes of every kind: periodic, skewed, open along some edges, and so narrow that a pair meets
// several times and an atom itself.
TEST(NeighbourSearch, findsWhatABruteForceSearchFinds) {
  Mat3 skewed;
  skewed << 9, 3, -2, 0, 8, 2.5, 0, 0, 10;
  const std::vector<std::pair<Box, double>> boxes = {
      {Box::orthogonal({9, 10, 11}), 3.1},
      {Box(skewed), 3.1},
      {Box::orthogonal({9, 10, 11}, {-3, 4, 100}, {false, false, false}), 3.1},
      {Box::orthogonal({9, 10, 11}, Vec3::Zero(), {true, false, true}), 3.1},
      {Box::orthogonal({3, 10, 11}), 4.7}};
  for (const auto& [box, reach] : boxes) {
    const Atoms atoms = gas(box, 60);
    const Pairs expected = bruteForce(atoms, reach);
    EXPECT_GT(expected.size(), 60u);
    expectSame(searched(NeighbourSearch(atoms, reach)), expected);
  }
}

TEST(NeighbourSearch, ordersEveryAtomOnceWhateverItsNumber) {
  const Atoms atoms = gas(Box::orthogonal({9, 10, 11}), 60);
  Atoms turned;
  turned.box = atoms.box;
  for (std::size_t i = atoms.size(); i-- > 0;) turned.add(29, atoms.positions[i]);
  const NeighbourSearch one(atoms, 3), other(turned, 3);
  std::vector<std::int32_t> sorted = one.order();
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    EXPECT_EQ(sorted[i], static_cast<std::int32_t>(i));
    EXPECT_EQ(one.order()[i], 59 - other.order()[i]);
  }
}

// In an open box the bins cover the extent of the atoms, so that few of them share one: neighbours
// in the order are neighbours in space. In one bin their order would be that of x alone, 20 apart.
TEST(NeighbourSearch, keepsNeighboursOfAnOpenBoxTogether) {
  Atoms atoms = gas(Box::orthogonal(Vec3::Constant(60), Vec3::Zero(), {false, false, false}), 800);
  const NeighbourSearch search(atoms, 6);
  double mean = 0;
  for (std::size_t k = 1; k < search.size(); ++k) {
    mean += (atoms.positions[static_cast<std::size_t>(search.order()[k])] -
             atoms.positions[static_cast<std::size_t>(search.order()[k - 1])])
                .norm() /
            static_cast<double>(search.size() - 1);
  }
  EXPECT_LT(mean, 12);
}

}  // namespace
}  // namespace glasscope::sim
