#include "sim/samples/ModelSample.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
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

// Largest fraction: the solvent. Of the others the largest makes the clusters.
TEST(ModelSample, clustersTakeTheirElementsByFrequencyAndSize) {
  const std::map<int, double> radii = {{13, 1.43}, {29, 1.28}, {40, 1.60}};
  SampleSettings settings;
  settings.kind = SampleKind::efficientClusters;
  settings.neighbours = 9;
  settings.sharing = ClusterSharing::edges;
  const Atoms atoms = modelSample(settings, {29, 13, 40}, {0.2, 0.1, 0.7}, 100, radii);
  const auto& sites = atoms.columns.at("model_site").values;
  for (std::size_t i = 0; i < atoms.size(); ++i)
    EXPECT_EQ(atoms.atomicNumbers[i], sites[i] == 0 ? 40 : sites[i] == 1 ? 13 : 29);
  // 9 / (1 + 24 / 9) solvent atoms for each of 32 clusters.
  EXPECT_EQ(std::count(sites.begin(), sites.end(), 0.0), 79);
  double spheres = 0;
  for (const int z : atoms.atomicNumbers) spheres += 4 * M_PI / 3 * std::pow(radii.at(z), 3);
  EXPECT_NEAR(spheres / atoms.box.volume(), 0.7, 1e-9);
}

TEST(ModelSample, prismsAndGlueTakeWhatTheCaseSays) {
  const std::map<int, double> radii = {{14, 1.11}, {29, 1.28}, {40, 1.60}, {46, 1.37}};
  SampleSettings settings;
  settings.kind = SampleKind::trigonalPrisms;
  settings.packingFraction = 0.6;
  const Atoms prisms = modelSample(settings, {14, 46}, {0.25, 0.75}, 40, radii);
  EXPECT_EQ(std::count(prisms.atomicNumbers.begin(), prisms.atomicNumbers.end(), 14), 10);
  const double spheres = 4 * M_PI / 3 * (10 * std::pow(1.11, 3) + 30 * std::pow(1.37, 3));
  EXPECT_NEAR(spheres / prisms.box.volume(), 0.6, 1e-9);
  settings.kind = SampleKind::clusterGlue;
  settings.formula = "[Cu-Zr8]Cu";
  EXPECT_EQ(modelSample(settings, {29, 40}, {0.64, 0.36}, 100, radii).size(), 320u);
  EXPECT_THROW(modelSample(settings, {29, 46}, {0.64, 0.36}, 100, radii), Error);
  settings.packingFraction = 0.29;
  EXPECT_THROW(modelSample(settings, {29, 40}, {0.64, 0.36}, 100, radii), Error);
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
