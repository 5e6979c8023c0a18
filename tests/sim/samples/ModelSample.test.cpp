#include "sim/samples/ModelSample.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "sim/statics/RandomCrystal.h"

namespace glasscope::sim {
namespace {

const std::map<int, double> kRadii = {{29, 1.28}, {40, 1.60}};

TEST(ModelSample, hardSpheresHaveTheCompositionAndTheRadii) {
  SampleSettings settings;
  settings.kind = SampleKind::hardSpheres;
  const Atoms atoms = modelSample(settings, {29, 40}, {0.64, 0.36}, 100, kRadii);
  atoms.validate();
  EXPECT_EQ(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 29), 64);
  const double spheres = 4 * M_PI / 3 * (64 * std::pow(1.28, 3) + 36 * std::pow(1.60, 3));
  EXPECT_NEAR(spheres / atoms.box.volume(), 0.645, 0.02);
}

TEST(ModelSample, neighboursOfACrystalAreAsFarApartAsMeanSpheres) {
  SampleSettings settings;
  settings.kind = SampleKind::microCrystalline;
  settings.size_A = 16;
  const Atoms atoms = modelSample(settings, {29, 40}, {0.5, 0.5}, 400, kRadii);
  std::size_t found = 0;
  for (std::size_t i = 1; i < atoms.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (std::abs((atoms.positions[i] - atoms.positions[j]).norm() - 2.88) < 1e-9) ++found;
  EXPECT_GT(found, atoms.size());
}

TEST(ModelSample, aGlassStaysAsItIsUnlessItIsShaped) {
  const Atoms glass = scaledTo(randomCrystal({29, 40}, {500, 300}, 3, 60), 16);
  SampleSettings settings;
  EXPECT_EQ(shapedSample(glass, settings, kRadii).positions, glass.positions);
  settings.kind = SampleKind::film;
  settings.size_A = 10;
  EXPECT_FALSE(shapedSample(glass, settings, kRadii).box.periodic()[2]);
  settings.kind = SampleKind::nanocrystal;
  EXPECT_TRUE(shapedSample(glass, settings, kRadii).columns.has("nanocrystal"));
}

}  // namespace
}  // namespace glasscope::sim
