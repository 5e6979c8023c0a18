#include "voronoi/cells/ImageBins.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

using Found = std::vector<std::pair<std::int32_t, double>>;  // atom, distance

Found sorted(Found found) {
  std::sort(found.begin(), found.end());
  return found;
}

/// Every image in a block of boxes that is certainly large enough.
Found bruteForce(const Atoms& atoms, std::size_t centre, double radius, int boxes) {
  Found out;
  const auto range = [&](std::size_t d) { return atoms.box.periodic()[d] ? boxes : 0; };
  const Vec3 here = atoms.box.wrap(atoms.positions[centre]);
  for (int a = -range(0); a <= range(0); ++a)
    for (int b = -range(1); b <= range(1); ++b)
      for (int c = -range(2); c <= range(2); ++c)
        for (std::size_t j = 0; j < atoms.size(); ++j) {
          if (j == centre && a == 0 && b == 0 && c == 0) continue;
          const Vec3 v =
              atoms.box.wrap(atoms.positions[j]) + atoms.box.matrix() * Vec3(a, b, c) - here;
          if (v.norm() <= radius) out.emplace_back(static_cast<std::int32_t>(j), v.norm());
        }
  return sorted(out);
}

Found bySearch(const ImageBins& bins, std::size_t centre, double inner, double outer) {
  Found out;
  bins.search(centre, inner, outer, EveryBin{},
              [&](std::int32_t j, const Vec3& v) { out.emplace_back(j, v.norm()); });
  return sorted(out);
}

void expectSame(const Found& a, const Found& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    EXPECT_EQ(a[k].first, b[k].first);
    EXPECT_NEAR(a[k].second, b[k].second, 1e-10);
  }
}

std::vector<Box> boxes() {
  Mat3 skewed;
  skewed << 5, 2, -3, 0, 4, 1.5, 0, 0, 3;
  return {Box(skewed), Box(skewed, Vec3(-1, 2, 0), {true, false, true}),
          Box(skewed, Vec3::Zero(), {false, false, false}), Box::orthogonal(Vec3(1, 1, 20))};
}

TEST(ImageBins, findsWhatBruteForceFinds) {
  std::uint64_t seed = 90;
  for (const auto& box : boxes())
    for (const std::size_t count : {1, 3, 40}) {
      const auto atoms = samples::poisson(count, box, seed++);
      const ImageBins bins(atoms.box, atoms.positions);
      for (std::size_t i = 0; i < std::min<std::size_t>(count, 3); ++i)
        for (const double radius : {0.5, 2.0, 6.0})
          expectSame(bySearch(bins, i, -1, radius), bruteForce(atoms, i, radius, 9));
    }
}

TEST(ImageBins, shellsAddUpToSpheres) {
  const auto atoms = samples::poisson(60, boxes()[0], 95);
  const ImageBins bins(atoms.box, atoms.positions);
  auto both = bySearch(bins, 0, -1, 2.5);
  const auto shell = bySearch(bins, 0, 2.5, 5);
  both.insert(both.end(), shell.begin(), shell.end());
  expectSame(sorted(both), bySearch(bins, 0, -1, 5));
}

/// Only bins may be refused that hold nothing near: a test by distance loses no neighbour.
TEST(ImageBins, binsLieWithinTheirRadius) {
  const auto atoms = samples::poisson(200, boxes()[0], 96);
  const ImageBins bins(atoms.box, atoms.positions);
  Found out;
  bins.search(
      0, -1, 3, [&](const Vec3& centre) { return centre.norm() <= 3 + bins.binRadius(); },
      [&](std::int32_t j, const Vec3& v) { out.emplace_back(j, v.norm()); });
  expectSame(sorted(out), bySearch(bins, 0, -1, 3));
}

TEST(ImageBins, ordersEveryAtomOnce) {
  const auto atoms = samples::poisson(500, boxes()[1], 97);
  auto order = ImageBins(atoms.box, atoms.positions).order();
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(order[i], static_cast<std::int32_t>(i));
}

}  // namespace
}  // namespace glasscope::voronoi
