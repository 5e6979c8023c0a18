#include "voronoi/descriptors/CellSet.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

/// The vertices of a bcc cell are sqrt(5)/4 a from its atom: a probe just above finds no surface,
/// one just below finds all atoms at one, and none (0) does not ask.
TEST(CellSet, theProbeIsTheDistanceOfVertices) {
  const auto atoms = samples::crystal(samples::cubic(3), samples::kBccBasis, {3, 3, 3});
  const auto cells = tessellate(atoms);
  const auto surface = [&](double probe_A) {
    const auto marks = surfaceAtoms(cells, probe_A);
    return std::accumulate(marks.begin(), marks.end(), std::size_t{0});
  };
  const double reach = 3 * std::sqrt(5.0) / 4;
  EXPECT_EQ(surface(1.001 * reach), 0U);
  EXPECT_EQ(surface(0.999 * reach), atoms.size());
  EXPECT_EQ(surface(0), 0U);
}

}  // namespace
}  // namespace glasscope::voronoi
