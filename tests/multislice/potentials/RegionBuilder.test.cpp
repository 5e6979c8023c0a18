#include "multislice/potentials/RegionBuilder.h"

#include <cmath>

#include <gtest/gtest.h>

#include "multislice/potentials/Transmission.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

const ElectronBeam kBeam(200);

/// A glass wide enough for regions with margins.
Foil wideGlass() {
  FoilSettings settings;
  settings.tile_x = 3;
  settings.tile_y = 3;
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 4});
  for (int i = 0; i < 16; ++i) {
    Random place(11, "place", 0, i);
    atoms.add(i % 3 ? 29 : 40, Vec3(9 * place.uniform(), 8 * place.uniform(), 4 * place.uniform()));
  }
  return Foil::cut(atoms, settings);
}

struct Built {
  Built(const Foil& foil, const Grid& grid, const PixelRegion& region)
      : slices(region, 0, 2),
        factors(Parametrisation::lobato),
        slicing(foil, 2),
        potential(grid, factors, foil.species()),
        whole(grid, kBeam, BandLimit(grid), 2,
              [&](int s) { return potential.project(foil, slicing.atoms(s)); }) {
    MicroscopeSettings microscope;
    const RegionBuilder builder(grid, region, kBeam, microscope);
    builder.fill(builder.potentialOf(foil, SliceStack(microscope, foil.thickness_A())), slices);
  }

  /// The largest difference from the transmission functions of the whole grid.
  double difference(const Grid& grid) const {
    double most = 0;
    const PixelRegion& r = slices.region();
    for (int s = 0; s < 2; ++s) {
      const SliceView part = slices.views(s, s + 1, {r.i, r.j})[0], all = whole.view(s);
      for (int i = 0; i < r.ni; ++i) {
        for (int j = 0; j < r.nj; ++j) {
          const int x = (r.i + i + 8 * grid.nx()) % grid.nx();
          const int y = (r.j + j + 8 * grid.ny()) % grid.ny();
          const SliceView a = part.from(i, j), b = all.from(x, y);
          most = std::max(most,
                          std::hypot(double{*a.re} - double{*b.re}, double{*a.im} - double{*b.im}));
        }
      }
    }
    return most;
  }

  RegionTransmission slices;
  ScatteringFactors factors;
  Slicing slicing;
  Potential potential;  // made before the threads: the Bessel functions of the library share a sign
  Transmission whole;
};

TEST(RegionBuilder, aWholePeriodIsThatOfTheWholeGrid) {
  const Foil foil = wideGlass();
  const Grid grid(270, 240, foil.extent_A().x(), foil.extent_A().y());
  EXPECT_EQ(Built(foil, grid, {0, 0, 270, 240}).difference(grid), 0);
}

TEST(RegionBuilder, regionsLongerThanThePeriodRepeatIt) {
  const Foil foil = wideGlass();
  const Grid grid(270, 240, foil.extent_A().x(), foil.extent_A().y());
  EXPECT_EQ(Built(foil, grid, {-100, 17, 400, 250}).difference(grid), 0);
}

TEST(RegionBuilder, smallRegionsAreCutOutOfTheWhole) {
  // The hard band limit rings around every nucleus, and falls as r^(-3/2): what comes from beyond
  // the margins is missing, up to half a hundredth at single pixels of the border.
  const Foil foil = wideGlass();
  const Grid grid(270, 240, foil.extent_A().x(), foil.extent_A().y());
  for (const PixelRegion& region : {PixelRegion{30, 40, 90, 100}, PixelRegion{-50, 200, 110, 70}}) {
    EXPECT_LT(Built(foil, grid, region).difference(grid), 1e-2);
    EXPECT_GT(Built(foil, grid, region).difference(grid), 0);
  }
}

}  // namespace
}  // namespace glasscope::multislice
