// Random boxes: every shape, periodic or open in any direction, from one atom on, clustered and
// nearly coincident atoms. What must hold of every one of them, and equality with the bricks of the
// same sample.
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"
#include "voronoi/cells/BrickCells.h"

namespace glasscope::voronoi {
namespace {

struct Fuzzed {
  Atoms atoms;
  std::vector<double> radii_A;  ///< empty: plain
  std::string text;
};

Box randomBox(Random& random) {
  Mat3 matrix = Mat3::Zero();
  std::array<bool, 3> periodic{};
  for (int d = 0; d < 3; ++d) {
    matrix(d, d) = std::exp(1 + 2.5 * random.uniform());  // edges from 3 to 33: ratios up to 12
    periodic[static_cast<std::size_t>(d)] = random.uniform() < 0.7;
  }
  if (random.uniform() < 0.6)
    for (const auto& [row, column] : {std::pair{0, 1}, {0, 2}, {1, 2}})
      matrix(row, column) = (1.8 * random.uniform() - 0.9) * matrix(row, row);
  return Box(matrix, Vec3(random.normal(), random.normal(), random.normal()), periodic);
}

Fuzzed fuzz(std::uint64_t seed) {
  Random random(seed, "tessellation_cases");
  Fuzzed out;
  out.atoms.box = randomBox(random);
  const int count = static_cast<int>(std::exp(6 * random.uniform()));  // 1 to 403
  const bool clustered = random.uniform() < 0.3, radical = random.uniform() < 0.4;
  for (int i = 0; i < count; ++i) {
    Vec3 f(random.uniform(), random.uniform(), random.uniform());
    if (clustered) f *= 0.3;
    out.atoms.add(i % 2 ? 29 : 40, out.atoms.box.toCartesian(f));
    if (i > 0 && random.uniform() < 0.02)  // nearly on the spot of the one before
      out.atoms.positions.back() =
          out.atoms.positions[static_cast<std::size_t>(i) - 1] + 1e-4 * Vec3(1, 2, -1);
    if (radical) out.radii_A.push_back(i % 2 ? 1.28 : 1.45);
  }
  out.text = fmt::format("seed {}, {} atoms, edges {:.3g} {:.3g} {:.3g}{}", seed, count,
                         out.atoms.box.lengths().x(), out.atoms.box.lengths().y(),
                         out.atoms.box.lengths().z(), radical ? ", radical" : "");
  return out;
}

/// Every face has its counterpart in the cell of the neighbour, of the same area.
void expectSymmetric(const Tessellation& cells) {
  std::map<std::pair<std::int32_t, std::int32_t>, double> area;
  double total = 0;
  for (std::size_t i = 0; i < cells.size(); ++i)
    for (auto f = cells.firstFace[i]; f < cells.firstFace[i + 1]; ++f) {
      const auto face = static_cast<std::size_t>(f);
      if (cells.neighbour[face] == Tessellation::kWall) continue;
      area[{static_cast<std::int32_t>(i), cells.neighbour[face]}] += cells.area_A2[face];
      total += cells.area_A2[face];
    }
  for (const auto& [pair, sum] : area) {
    const auto back = area.find({pair.second, pair.first});
    // Both cells know the same polygon up to the library's tolerance of 1e-11 on lengths, which a
    // sliver of a face between nearly coincident atoms stretches.
    EXPECT_NEAR(sum, back == area.end() ? 0 : back->second, 1e-6 * total);
  }
}

TEST(TessellationCases, cellsFillTheBoxAndAreSymmetric) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const auto sample = fuzz(seed);
    SCOPED_TRACE(sample.text);
    const auto cells = tessellate(sample.atoms, sample.radii_A);  // throws unless they fill the box
    for (const double v : cells.volume_A3) EXPECT_GE(v, 0);
    expectSymmetric(cells);
  }
}

TEST(TessellationCases, bricksOnAnyThreadsAreTheWholeOnOneThread) {
  const int before = threadCount();
  for (std::uint64_t seed = 200; seed <= 280; ++seed) {
    const auto sample = fuzz(seed);
    SCOPED_TRACE(sample.text);
    setThreadCount(1);
    const auto whole = tessellate(sample.atoms, sample.radii_A);
    setThreadCount(2);
    const BrickPlan plan(sample.atoms, 40);
    const auto frame = sampleFrame(sample.atoms, sample.radii_A);
    std::size_t seen = 0, wrong = 0;
    for (std::size_t b = 0; b < plan.size(); ++b) {
      const auto brick = cellsOfBrick(sample.atoms, sample.radii_A, frame, plan, b, 1.5);
      seen += brick.piece.own;
      for (std::size_t k = 0; k < brick.piece.inner; ++k) {
        const auto i = static_cast<std::size_t>(brick.piece.atoms[k]);
        wrong += whole.volume_A3[i] != brick.cells.volume_A3[k] ||
                 whole.surface_A2[i] != brick.cells.surface_A2[k] ||
                 whole.facesOf(i) != brick.cells.facesOf(k);
      }
    }
    EXPECT_EQ(seen, sample.atoms.size());
    EXPECT_EQ(wrong, 0);
  }
  setThreadCount(before);
}

}  // namespace
}  // namespace glasscope::voronoi
