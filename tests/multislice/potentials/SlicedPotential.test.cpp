#include "multislice/potentials/SlicedPotential.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "multislice/waves/ElectronBeam.h"
#include "tests/multislice/SmallGlass.h"
#include "tests/multislice/potentials/ExactPotential.h"

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
  for (const auto table :
       {Parametrisation::lobato, Parametrisation::kirkland, Parametrisation::peng}) {
    const ScatteringFactors factors(table);
    const Array2<float> whole = Potential(grid, factors, foil.species()).project(foil, all);
    for (const auto projection : {Projection::infinite, Projection::finite}) {
      for (int slices : {1, 4, 13}) {
        MicroscopeSettings microscope;
        microscope.parametrisation = table;
        microscope.projection = projection;
        microscope.slices = slices;
        const Array2<float> sum = sumOf(SlicedPotential(foil, grid, microscope), 64, 64);
        // Single precision; with finite projection the ends of the Gaussians beyond `reach_A`.
        EXPECT_LT(relativeError(sum, whole), 3e-6)
            << textOf(table) << " " << textOf(projection) << " " << slices;
      }
    }
  }
}

TEST(SlicedPotential, ofFiniteProjectionIsTheIntegralOverItsSlice) {
  // One Peng atom: V(x, y, z) is a sum of Gaussians, integrated here along z by the midpoint rule
  // at one pixel: sum of a (pi/d)^(3/2) exp(-pi^2 r^2 / d) with d = b/4 for each term that is wide
  // enough to be divided. The others, a pi/d exp(-pi^2 (x^2 + y^2) / d) projected, are whole in the
  // slice of the nucleus.
  Atoms atoms;
  atoms.box = Box::orthogonal({16, 16, 8});
  const Vec3 at(8.1, 7.9, 3.3);
  atoms.add(79, at);
  const Foil foil = Foil::cut(atoms, {});
  const Grid grid(512, 512, 16, 16);
  MicroscopeSettings microscope;
  microscope.parametrisation = Parametrisation::peng;
  microscope.projection = Projection::finite;
  microscope.slices = 8;
  const SlicedPotential potential(foil, grid, microscope);
  const ScatteringFactors factors(Parametrisation::peng);
  const auto terms = factors.gaussians(79, 0);
  const double unit = factors.projectedTransform(79, 0) / factors.factor(79, 0);
  const double narrow = Potential::narrowFor_A2(
      grid.bandLimit_invA(), ElectronBeam(microscope.voltage_kV).wavelength_A(), 1);
  const auto isNarrow = [&](const auto& t) { return t.s_A2 < narrow; };
  const auto count = std::count_if(terms.begin(), terms.end(), isNarrow);
  ASSERT_TRUE(count > 0 && count < static_cast<std::ptrdiff_t>(terms.size()));
  constexpr double kPi = std::numbers::pi;
  for (int s = 1; s < 7; ++s) {
    const Array2<float> slice = potential.slice(s);
    for (int i : {256, 270, 300}) {
      const double x = i * grid.dx_A() - at.x(), y = 260 * grid.dy_A() - at.y();
      double expected = 0;
      for (const auto& t : terms) {
        if (s != 3 || !isNarrow(t)) continue;
        expected +=
            unit * t.weight_A * kPi / t.s_A2 * std::exp(-kPi * kPi * (x * x + y * y) / t.s_A2);
      }
      constexpr int kSteps = 2000;
      for (int step = 0; step < kSteps; ++step) {
        const double z = s + (step + 0.5) / kSteps - at.z();
        for (const auto& t : terms) {
          if (isNarrow(t)) continue;
          expected += unit * t.weight_A * std::pow(kPi / t.s_A2, 1.5) *
                      std::exp(-kPi * kPi * (x * x + y * y + z * z) / t.s_A2) / kSteps;
        }
      }
      // 1e-4 of the atom's largest value in any slice: the term of Au that is narrower than 0.02
      // angstrom in depth does not exist, so only rounding and periodic images remain.
      EXPECT_NEAR(slice(i, 260), expected, 1e-4 * 2000) << s << " at " << i;
    }
  }
}

TEST(SlicedPotential, ofFiniteProjectionIsTheSameForEveryTableWhereTheyAgree) {
  // The part of a copper atom between 0.5 and 1.5 angstrom below its nucleus, 0.3 angstrom beside
  // it: three fits, three decompositions. The tables themselves differ by a few per cent there.
  Atoms atoms;
  atoms.box = Box::orthogonal({12, 12, 6});
  atoms.add(29, {6, 6, 2.5});
  const Foil foil = Foil::cut(atoms, {});
  const Grid grid(240, 240, 12, 12);
  const std::vector<std::size_t> all = {0};
  std::vector<double> values;
  for (const auto table :
       {Parametrisation::lobato, Parametrisation::kirkland, Parametrisation::peng}) {
    // Cores are divided as well, which a slice of a foil does not do.
    const Potential potential(grid, ScatteringFactors(table), foil.species(), 240, 240,
                              Projection::finite, Potential::kNarrow_A2);
    Array2<float> slice(240, 240);
    potential.project(foil, all, 0, 0, slice.span(), {3, 4});
    values.push_back(slice(126, 120));
  }
  EXPECT_GT(values[0], 5);
  EXPECT_NEAR(values[1] / values[0], 1, 0.05);
  EXPECT_NEAR(values[2] / values[0], 1, 0.05);
}

TEST(SlicedPotential, givesTheSameBitsFromEveryThread) {
  const Foil foil = smallGlass();
  const Grid grid(64, 64, foil.extent_A().x(), foil.extent_A().y());
  const SlicedPotential potential(foil, grid, {});
  ASSERT_GT(potential.count(), 1);
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
