// What must hold for every sample, tried on boxes that nobody would choose: skewed, flat or long by
// up to a factor of 60, periodic or open along any edge, with 1 to 60 atoms, some nearly
// coincident.
#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"
#include "voronoi/motifs/IndexConvention.h"

namespace glasscope::voronoi {
namespace {

constexpr std::uint64_t kCases = 60;

Atoms randomSample(std::uint64_t seed, bool periodic) {
  Random random(seed, "random_boxes");
  Mat3 matrix = Mat3::Zero();
  for (int d = 0; d < 3; ++d) matrix(d, d) = std::exp(std::log(60.0) * random.uniform());
  for (const auto& [r, c] : {std::pair{0, 1}, {0, 2}, {1, 2}})
    matrix(r, c) = (random.uniform() - 0.5) * matrix(r, r);
  std::array<bool, 3> directions{true, true, true};
  if (!periodic)
    for (auto& direction : directions) direction = random.uniform() < 0.5;
  auto atoms = samples::poisson(1 + random.below(60),
                                Box(matrix, Vec3(random.normal(), 7, -3), directions), seed);
  // A pair a thousandth of an angstrom apart.
  if (atoms.size() > 20) atoms.positions[7] = atoms.positions[3] + Vec3(6e-4, -6e-4, 5e-4);
  return atoms;
}

double sumOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum;
}

/// Volumes are good to 1e-8 of the sum, as the program itself demands.
TEST(RandomBoxValidation, cellsFillThePeriodicBox) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    const auto atoms = randomSample(seed, true);
    EXPECT_NEAR(sumOf(tessellate(atoms).volume_A3) / atoms.box.volume(), 1, 1e-8) << seed;
  }
}

TEST(RandomBoxValidation, closedCellsObeyEulersRule) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    const auto cells = tessellate(randomSample(seed, seed % 2 == 0));
    const auto valid = validFraction(cells, voronoiIndices(cells, {}));
    EXPECT_FALSE(valid.value < 1) << seed;  // not a number where walls cut every cell
  }
}

/// Every face is seen from both sides with the same area: sums by pair agree to rounding.
TEST(RandomBoxValidation, neighboursSeeEachOther) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    const auto atoms = randomSample(seed, seed % 2 == 0);
    const auto cells = tessellate(atoms);
    std::map<std::pair<std::size_t, std::size_t>, double> area;
    for (std::size_t i = 0; i < cells.size(); ++i)
      for (auto f = cells.firstFace[i]; f < cells.firstFace[i + 1]; ++f) {
        const auto j = cells.neighbour[static_cast<std::size_t>(f)];
        if (j == Tessellation::kWall) continue;
        area[{i, static_cast<std::size_t>(j)}] += cells.area_A2[static_cast<std::size_t>(f)];
      }
    const double largest = *std::max_element(cells.surface_A2.begin(), cells.surface_A2.end());
    for (const auto& [pair, a] : area)
      EXPECT_NEAR(a, (area[{pair.second, pair.first}]), 1e-7 * largest) << seed;
  }
}

/// Shifting, wrapping and another order of the atoms change nothing beyond rounding, which the
/// nearly coincident pair magnifies: its cells are divided by a plane known to 1e-12 of 1e-3.
TEST(RandomBoxValidation, volumesDoNotChangeWithShiftWrappingOrOrder) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    const auto atoms = randomSample(seed, true);
    Atoms other;
    other.box = atoms.box;
    const Vec3 shift = atoms.box.matrix() * Vec3(0.37, -1.21, 2.63);
    for (std::size_t i = atoms.size(); i-- > 0;)
      other.add(atoms.atomicNumbers[i], atoms.box.wrap(atoms.positions[i] + shift));
    const auto a = tessellate(atoms).volume_A3, b = tessellate(other).volume_A3;
    const double mean = atoms.box.volume() / static_cast<double>(atoms.size());
    for (std::size_t i = 0; i < a.size(); ++i)
      EXPECT_NEAR(a[i], b[a.size() - 1 - i], 1e-6 * mean) << seed;
  }
}

TEST(RandomBoxValidation, tiledSamplesRepeatTheirCells) {
  for (std::uint64_t seed = 1; seed <= kCases / 3; ++seed) {
    const auto atoms = randomSample(seed, true);
    const int edge = static_cast<int>(seed % 3);
    Mat3 matrix = atoms.box.matrix();
    matrix.col(edge) *= 2;
    Atoms tiled;
    tiled.box = Box(matrix, atoms.box.origin());
    for (int copy = 0; copy < 2; ++copy)
      for (const auto& p : atoms.positions)
        tiled.add(29, atoms.box.wrap(p) + copy * atoms.box.matrix().col(edge));
    const auto a = tessellate(atoms).volume_A3, b = tessellate(tiled).volume_A3;
    const double mean = atoms.box.volume() / static_cast<double>(atoms.size());
    for (std::size_t i = 0; i < b.size(); ++i)
      EXPECT_NEAR(b[i], a[i % a.size()], 1e-6 * mean) << seed;
  }
}

}  // namespace
}  // namespace glasscope::voronoi
