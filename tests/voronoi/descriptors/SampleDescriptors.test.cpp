#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"
#include "voronoi/descriptors/DescriptorTable.h"
#include "voronoi/structure/Describe.h"

namespace glasscope::voronoi {
namespace {

constexpr const char* kCoarse = "five_fold_fraction_coarse_grained";

StructureSettings quick() {
  StructureSettings settings;
  settings.spreadTable = false;
  settings.structureFactor.enabled = false;
  return settings;
}

Atoms alloy() {
  auto atoms = samples::crystal(samples::cubic(3.9), samples::kFccBasis, {4, 3, 3});
  samples::shake(atoms, 0.3, 7);
  for (std::size_t i = 0; i < atoms.size(); i += 3) atoms.atomicNumbers[i] = 40;
  return atoms;
}

/// Every image within 10 angstrom, met by counting boxes: the box is shorter than twice that.
TEST(SampleDescriptors, coarseGrainingIsTheWeightedMeanOverAllImages) {
  auto atoms = alloy();
  describe(atoms, quick());
  const auto& own = atoms.columns.at("five_fold_fraction").values;
  const auto& coarse = atoms.columns.at(kCoarse).values;
  double spread = 0;
  for (std::size_t i = 0; i < atoms.size(); i += 13) {
    double sum = 0, weights = 0;
    for (std::size_t j = 0; j < atoms.size(); ++j)
      for (int a = -2; a <= 2; ++a)
        for (int b = -2; b <= 2; ++b)
          for (int c = -2; c <= 2; ++c) {
            const double r =
                (atoms.positions[j] - atoms.positions[i] + atoms.box.matrix() * Vec3(a, b, c))
                    .norm();
            if (r > 10) continue;
            sum += std::exp(-r / 2.5) * own[j];  // the atom itself with 1
            weights += std::exp(-r / 2.5);
          }
    EXPECT_NEAR(coarse[i], sum / weights, 1e-12);
    spread += std::abs(coarse[i] - own[i]);
  }
  EXPECT_GT(spread, 0.1);
}

/// The surface atoms of a particle are undefined and do not count for those inside.
TEST(SampleDescriptors, undefinedAtomsDoNotCountInCoarseGraining) {
  auto atoms = samples::crystal(samples::cubic(3), samples::kBccBasis, {7, 7, 7});
  atoms.box = Box::orthogonal(Vec3::Constant(60), Vec3::Constant(-20), {false, false, false});
  describe(atoms, quick());
  const auto& own = atoms.columns.at("five_fold_fraction").values;
  int inside = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const double value = atoms.columns.at(kCoarse).values[i];
    EXPECT_EQ(std::isnan(value), atoms.columns.at("surface").values[i] == 1);
    if (std::isnan(value)) continue;
    double sum = 0, weights = 0;
    for (std::size_t j = 0; j < atoms.size(); ++j) {
      const double r = (atoms.positions[j] - atoms.positions[i]).norm();
      if (r > 10 || std::isnan(own[j])) continue;
      sum += std::exp(-r / 2.5) * own[j];
      weights += std::exp(-r / 2.5);
    }
    EXPECT_NEAR(value, sum / weights, 1e-12);
    ++inside;
  }
  EXPECT_GT(inside, 50);
}

TEST(SampleDescriptors, haveTheSameBitsOnAnyNumberOfThreads) {
  auto one = alloy(), three = alloy();
  const int before = threadCount();
  setThreadCount(1);
  describe(one, quick());
  setThreadCount(3);
  describe(three, quick());
  setThreadCount(before);
  EXPECT_EQ(one.columns.at(kCoarse).values, three.columns.at(kCoarse).values);
}

}  // namespace
}  // namespace glasscope::voronoi
