#include "voronoi/pairs/PairWalk.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

Box skewed() {
  Mat3 m;
  m << 9, 4, -3, 0, 7, 5, 0, 0, 6;
  return Box(m);
}

std::vector<Atoms> boxes() {
  return {
      samples::poisson(300, Box::orthogonal(Vec3(14, 15, 16)), 1),
      samples::poisson(60, skewed(), 2),
      samples::poisson(5, Box::orthogonal(Vec3(2, 3, 40)), 3),  // reaches over many images
      samples::poisson(200, Box::orthogonal(Vec3(9, 9, 9), Vec3::Zero(), {true, false, false}), 4),
      samples::poisson(1, Box::orthogonal(Vec3(3, 3, 3)), 5)};
}

using Pairs = std::vector<double>;

Pairs distances(const ImageBins& bins, double reach, PairWalk::Which which) {
  const PairWalk walk(bins, reach);
  PairWalk::Near near;
  Pairs out;
  for (std::size_t slot = 0; slot < walk.size(); ++slot) {
    walk.around(slot, which, near);
    const auto end = near.distance.begin() + static_cast<std::ptrdiff_t>(near.count);
    out.insert(out.end(), near.distance.begin(), end);
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The search visits bin after bin and asks every image: nothing is clipped there.
Pairs searched(const ImageBins& bins, std::size_t atoms, double reach) {
  Pairs out;
  for (std::size_t i = 0; i < atoms; ++i)
    bins.search(i, -1, reach, EveryBin{},
                [&](std::int32_t, const Vec3& vector) { out.push_back(vector.norm()); });
  std::sort(out.begin(), out.end());
  return out;
}

/// Both add the same three numbers in another order, hence the tolerance of some roundings (and no
/// reach that is the length of a lattice vector).
TEST(PairWalk, findsWhatTheSearchFinds) {
  for (const auto& atoms : boxes())
    for (const double width : {1.0, 2.0, 5.0})
      for (const double reach : {1.0, 4.5, 10.9}) {
        const ImageBins bins(atoms.box, atoms.positions, width);
        const auto expected = searched(bins, atoms.size(), reach);
        const auto found = distances(bins, reach, PairWalk::Which::all);
        ASSERT_EQ(found.size(), expected.size()) << width << " " << reach;
        for (std::size_t k = 0; k < found.size(); ++k) ASSERT_NEAR(found[k], expected[k], 1e-12);
      }
}

TEST(PairWalk, meetsEveryPairOnceOrFromBothEndsWithTheSameBits) {
  for (const auto& atoms : boxes()) {
    const ImageBins bins(atoms.box, atoms.positions, PairWalk::kBinWidth);
    const auto once = distances(bins, 7, PairWalk::Which::once);
    const auto all = distances(bins, 7, PairWalk::Which::all);
    ASSERT_EQ(all.size(), 2 * once.size());
    for (std::size_t k = 0; k < once.size(); ++k) {
      ASSERT_EQ(all[2 * k], once[k]);
      ASSERT_EQ(all[2 * k + 1], once[k]);
    }
  }
}

TEST(PairWalk, givesTheSameBitsWhateverTheBins) {
  for (const auto& atoms : boxes()) {
    const ImageBins narrow(atoms.box, atoms.positions, 1), wide(atoms.box, atoms.positions, 3);
    EXPECT_EQ(distances(narrow, 7, PairWalk::Which::once),
              distances(wide, 7, PairWalk::Which::once));
  }
}

}  // namespace
}  // namespace glasscope::voronoi
