#include "voronoi/diffraction/StructureFactor.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "tests/SharedData.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

const std::vector<double>& total(const StructureFactor& s, const std::string& weights) {
  for (const auto& t : s.totals)
    if (t.weights == weights) return t.s;
  throw std::runtime_error("no such total");
}

double meanAbove(const StructureFactor& s, const std::vector<double>& values, double k_invA) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (s.k_invA[i] > k_invA) {
      sum += values[i];
      ++count;
    }
  return sum / count;
}

/// Uncorrelated atoms scatter as one each: S = 1 at every k. A bin averages over about 150 modes of
/// relative spread 1 each, and partials of a third of the atoms fluctuate three times as much.
TEST(StructureFactor, ofAnIdealGasIsOne) {
  const auto atoms = samples::poisson(2000, Box::orthogonal(Vec3(30, 32, 34)), 5);
  StructureFactorSettings settings;
  settings.max_invA = 1;
  settings.step_invA = 0.05;
  const auto direct = structureFactorDirect(atoms, settings, 1);
  const auto fourier = structureFactorFromPairs(atoms, {}, settings);
  for (std::size_t k = 2; k < direct.k_invA.size(); ++k) {
    EXPECT_NEAR(total(direct, "number")[k], 1, 0.35) << k;
    EXPECT_NEAR(direct.partials[2].s[k], 1, 1.0) << k;
  }
  EXPECT_NEAR(meanAbove(direct, total(direct, "number"), 0.3), 1, 0.03);
  EXPECT_NEAR(meanAbove(fourier, total(fourier, "number"), 0.3), 1, 0.03);
}

/// Bragg's law: a primitive cubic crystal of 6^3 atoms scatters N at k = 1 / a and nothing between.
TEST(StructureFactor, ofACrystalHasItsReflections) {
  const auto atoms = samples::crystal(samples::cubic(2.5), samples::kScBasis, {6, 6, 6});
  StructureFactorSettings settings;
  settings.max_invA = 0.4;
  settings.step_invA = 0.4 / 24;  // 1 / 15 is every fourth bin
  const auto s = structureFactorDirect(atoms, settings, 1);
  const auto& number = total(s, "number");
  EXPECT_NEAR(number[23] * static_cast<double>(s.vectors[23]), 216 * 3, 1e-6);  // 100, 010, 001
  for (std::size_t k = 0; k < 23; ++k)
    if (s.vectors[k] > 0) {
      EXPECT_NEAR(number[k], 0, 1e-9) << k;
    }
  EXPECT_TRUE(std::isnan(number[0]));  // no wave vector fits
}

/// The two ways share no code beyond the weights. Beyond the first oscillations of the window the
/// transform must follow the sums; 0.05 is the noise of 150 vectors a bin and of one sample, where
/// the peaks reach 3.
TEST(StructureFactor, transformAndDirectSumsAgreeOnAGlass) {
  GLASSCOPE_NEEDS_SHARED(path, "reference/cu64zr36_1e13_300K.data.gz");
  const auto atoms = samples::readGlass(path);
  StructureFactorSettings settings;
  settings.max_invA = 1.6;
  settings.step_invA = 0.02;
  settings.window = PairWindow::none;
  const auto fourier = structureFactorFromPairs(atoms, {}, settings);
  const auto direct = structureFactorDirect(atoms, settings, 1);
  for (const char* weights : {"number", "neutron", "xray", "electron"}) {
    double squares = 0;
    int count = 0;
    for (std::size_t k = 0; k < direct.k_invA.size(); ++k)
      if (direct.k_invA[k] > 0.2) {
        squares += std::pow(total(direct, weights)[k] - total(fourier, weights)[k], 2);
        ++count;
      }
    EXPECT_LT(std::sqrt(squares / count), 0.08) << weights;
    EXPECT_NEAR(meanAbove(fourier, total(fourier, weights), 1.2), 1, 0.02) << weights;
  }
  // The first peak of Cu-Zr glasses lies at Q = 2.7 to 2.8 1/angstrom.
  EXPECT_NEAR(2 * M_PI * fourier.totals[2].peak_invA, 2.75, 0.1);
  EXPECT_NEAR(fourier.totals[2].peak_invA, direct.totals[2].peak_invA, 0.021);
}

/// Faber and Ziman's weights of a binary add up to the number-weighted sum when all weights are
/// alike, and to the partial when one species does not scatter: checked through the definition.
TEST(StructureFactor, totalsAreTheWeightedPartials) {
  auto atoms = samples::poisson(400, Box::orthogonal(Vec3::Constant(18)), 9);
  StructureFactorSettings settings;
  settings.max_invA = 0.5;
  settings.step_invA = 0.1;
  const auto s = structureFactorDirect(atoms, settings, 1);
  double cu = 0;
  for (const int z : atoms.atomicNumbers) cu += z == 29 ? 1.0 / 400 : 0;
  const double wa = cu * 7.718, wb = (1 - cu) * 7.16, mean = wa + wb;
  ASSERT_GT(s.k_invA.size(), 4u);
  for (std::size_t k = 1; k < s.k_invA.size(); ++k)
    EXPECT_NEAR(total(s, "neutron")[k],
                (wa * wa * s.partials[0].s[k] + 2 * wa * wb * s.partials[1].s[k] +
                 wb * wb * s.partials[2].s[k]) /
                    (mean * mean),
                1e-12);
}

/// One bin of g(r) that is not 1 adds one wave, 4 pi rho r^2 (g - 1) dr sin(Qr) / (Qr), times
/// Lorch's sin(pi r / R) / (pi r / R) where he is asked.
TEST(StructureFactor, aSingleBinOfPairsIsAWave) {
  const auto atoms = samples::crystal(samples::cubic(2.5), samples::kScBasis, {8, 8, 8});
  for (const bool lorch : {false, true}) {
    StructureFactorSettings settings;
    settings.window = lorch ? PairWindow::lorch : PairWindow::none;
    const auto fine = structureFactorPairs(atoms, {}, settings);
    ASSERT_NEAR(fine.max_A, 10, 1e-9);
    RadialDistribution g;
    g.centre = g.neighbour = 29;
    for (int i = 0; i < 500; ++i) {
      g.r_A.push_back((i + 0.5) * fine.bin_A);
      g.g.push_back(i == 300 ? 3 : 1);
    }
    const auto s = structureFactorOf({{}, g}, atoms, fine, settings);
    const double r = 300.5 * fine.bin_A, x = M_PI * r / 10;
    const double window = lorch ? std::sin(x) / x : 1;
    const double area = 4 * M_PI * r * r * 2 * fine.bin_A / std::pow(2.5, 3);
    for (std::size_t k = 5; k < s.k_invA.size(); ++k) {
      const double qr = 2 * M_PI * s.k_invA[k] * r;
      EXPECT_NEAR(s.partials[0].s[k], 1 + area * window * std::sin(qr) / qr, 1e-9) << k;
    }
  }
}

/// g(r) up to half of the edge knows nothing of waves longer than the edge.
TEST(StructureFactor, isNotGivenForWavesLongerThanTheBox) {
  const auto atoms = samples::poisson(2000, Box::orthogonal(Vec3(20, 40, 40)), 5);
  StructureFactorSettings settings;
  settings.step_invA = 0.01;
  const auto s = structureFactorFromPairs(atoms, {}, settings);
  ASSERT_GT(s.k_invA.size(), 4u);
  for (std::size_t k = 0; k < s.k_invA.size(); ++k)
    for (const auto& values : {s.partials[1].s, total(s, "number"), total(s, "xray")})
      EXPECT_EQ(std::isnan(values[k]), k < 4) << s.k_invA[k];  // 0.05 = 1 / 20 is the first
}

TEST(StructureFactor, saysWhenCuttingOffMakesItNegative) {
  const auto crystal = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {3, 3, 3});
  StructureFactorSettings settings;
  settings.window = PairWindow::none;
  const auto says = [](const StructureFactor& s) {
    return s.method.find("which no structure has") != std::string::npos;
  };
  EXPECT_TRUE(says(structureFactorFromPairs(crystal, {}, settings)));
  const auto gas = samples::poisson(2000, Box::orthogonal(Vec3(30, 32, 34)), 5);
  EXPECT_FALSE(says(structureFactorFromPairs(gas, {}, {})));
}

/// A slab in a periodic box with half of it empty: the sums see a wall every 40 angstrom.
TEST(StructureFactor, saysThatDirectSumsSeeTheShape) {
  auto slab = samples::poisson(2000, Box::orthogonal(Vec3(30, 30, 20)), 5);
  StructureFactorSettings settings;
  settings.max_invA = 0.2;
  EXPECT_TRUE(structureFactorDirect(slab, settings, 1).warnings.empty());
  slab.box = Box::orthogonal(Vec3(30, 30, 40));
  const auto s = structureFactorDirect(slab, settings, 1);
  ASSERT_EQ(s.warnings.size(), 1U);
  EXPECT_NE(s.warnings[0].find("50 % of its box empty"), std::string::npos) << s.warnings[0];
}

TEST(StructureFactor, hasTheSameBitsOnAnyNumberOfThreads) {
  const auto atoms = samples::poisson(300, Box::orthogonal(Vec3(14, 15, 16)), 2);
  StructureFactorSettings settings;
  settings.max_invA = 0.5;
  const int before = threadCount();
  setThreadCount(1);
  const auto one = structureFactorDirect(atoms, settings, 1);
  const auto oneF = structureFactorFromPairs(atoms, {}, settings);
  setThreadCount(3);
  const auto three = structureFactorDirect(atoms, settings, 1);
  const auto threeF = structureFactorFromPairs(atoms, {}, settings);
  setThreadCount(before);
  int compared = 0;
  for (std::size_t p = 0; p < 3; ++p) {
    for (std::size_t k = 0; k < one.k_invA.size(); ++k) {
      if (one.vectors[k] > 0) {
        EXPECT_EQ(one.partials[p].s[k], three.partials[p].s[k]);
        ++compared;
      }
      if (!std::isnan(oneF.partials[p].s[k])) {
        EXPECT_EQ(oneF.partials[p].s[k], threeF.partials[p].s[k]);
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 20);
}

TEST(StructureFactor, whatCannotBeIsRefused) {
  auto atoms = samples::icosahedron(2.5);
  EXPECT_THROW(structureFactorDirect(atoms, {}, 1), Error);  // open box
  StructureFactorSettings settings;
  settings.step_invA = 0;
  EXPECT_THROW(structureFactorFromPairs(atoms, {}, settings), Error);
}

/// Polonium has no tabulated neutron length: that total is left out and said so.
TEST(StructureFactor, aMissingWeightLeavesOutItsTotalAlone) {
  auto atoms = samples::crystal(samples::cubic(3.35), samples::kScBasis, {4, 4, 4}, 84);
  const auto s = structureFactorFromPairs(atoms, {}, {});
  EXPECT_EQ(s.totals.size(), 3U);
  ASSERT_EQ(s.warnings.size(), 1U);
}

}  // namespace
}  // namespace glasscope::voronoi
