#include "multislice/SlicedPotential.h"

#include <numeric>

#include <gtest/gtest.h>

#include "core/Parallel.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

Array2<float> sumOf(const SlicedPotential& potential, int nx, int ny) {
  Array2<float> sum(nx, ny);
  for (int s = 0; s < potential.count(); ++s) {
    const Array2<float> slice = potential.slice(s);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += slice[i];
  }
  return sum;
}

TEST(SlicedPotential, addsUpToThePotentialOfTheFoil) {
  const Foil foil = smallGlass();
  const Grid grid(64, 64, foil.extent_A().x(), foil.extent_A().y());
  std::vector<std::size_t> all(foil.size());
  std::iota(all.begin(), all.end(), 0u);
  const Array2<float> whole =
      Potential(grid, ScatteringFactors(Parametrisation::lobato), foil.species())
          .project(foil, all);
  const Array2<float> sum = sumOf(SlicedPotential(foil, grid, {}), 64, 64);
  for (std::size_t i = 0; i < sum.size(); ++i) {
    EXPECT_NEAR(sum[i], whole[i], 1e-5 * 5000);  // of the peak, single precision
  }
}

TEST(SlicedPotential, givesTheSameBitsFromEveryThread) {
  const Foil foil = smallGlass();
  const Grid grid(64, 64, foil.extent_A().x(), foil.extent_A().y());
  const SlicedPotential potential(foil, grid, {});
  std::vector<Array2<float>> slices(potential.count());
  parallelFor(potential.count(),
              [&](std::int64_t s, int) { slices[s] = potential.slice(static_cast<int>(s)); });
  for (int s = 0; s < potential.count(); ++s) {
    const Array2<float> again = potential.slice(s);
    EXPECT_TRUE(std::equal(again.begin(), again.end(), slices[s].begin()));
  }
}

}  // namespace
}  // namespace glasscope::multislice
