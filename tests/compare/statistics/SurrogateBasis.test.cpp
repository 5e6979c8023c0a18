#include "compare/statistics/SurrogateBasis.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/statistics/Correlation.h"
#include "compare/statistics/FourierBasis.h"
#include "compare/statistics/MoranBasis.h"
#include "core/system/Error.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedShapes.h"

namespace glasscope::compare {
namespace {

PixelMask everywhere(int nx, int ny) {
  return {nx, ny, 1};
}

// A disc without a corner: what a particle or a hole leaves of a map.
PixelMask disc(int n, int ny = 0) {
  PixelMask mask(n, ny > 0 ? ny : n);
  for (int x = 0; x < n; ++x) {
    for (int y = 0; y < mask.ny(); ++y) {
      mask(x, y) = std::hypot(x - 0.5 * n, y - 0.5 * n) < 0.45 * n && (x > n / 3 || y > n / 2);
    }
  }
  return mask;
}

std::vector<double> inside(const Array2<double>& values, const PixelMask& mask) {
  std::vector<double> result;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i]) result.push_back(values[i]);
  }
  return result;
}

std::vector<std::unique_ptr<SurrogateBasis>> bases() {
  std::vector<std::unique_ptr<SurrogateBasis>> list;
  list.push_back(
      std::make_unique<FourierBasis>(everywhere(20, 20)));  // two single frequencies more
  list.push_back(std::make_unique<FourierBasis>(everywhere(21, 14)));
  list.push_back(std::make_unique<MoranBasis>(everywhere(20, 13)));
  list.push_back(std::make_unique<MoranBasis>(disc(21, 17)));
  return list;
}

Map2 noiseOn(const SurrogateBasis& basis, std::uint64_t stream) {
  const int nx = basis.mask().nx();
  return planted::cut(planted::smoothNoise(nx, 1.5, 4, stream, true), nx, basis.mask().ny());
}

TEST(SurrogateBasis, innerProductsAreCorrelations) {
  for (const auto& basis : bases()) {
    const Map2 a = noiseOn(*basis, 0), b = noiseOn(*basis, 1);
    const auto u = basis->expand(a.values), v = basis->expand(b.values);
    const double r = pearson(inside(a.values, basis->mask()), inside(b.values, basis->mask()));
    EXPECT_NEAR(SurrogateBasis::correlation(u, v), r, 1e-10) << basis->name();
    EXPECT_NEAR(SurrogateBasis::correlation(u, u), 1, 1e-10) << basis->name();
  }
}

TEST(SurrogateBasis, composeUndoesExpand) {
  for (const auto& basis : bases()) {
    const Map2 map = noiseOn(*basis, 0);
    const auto back = inside(basis->compose(basis->expand(map.values)), basis->mask());
    const auto given = inside(map.values, basis->mask());
    EXPECT_NEAR(pearson(back, given), 1, 1e-10) << basis->name();
    double square = 0, mean = 0;
    for (const double v : back) square += v * v, mean += v / static_cast<double>(back.size());
    EXPECT_NEAR(square, 1, 1e-10);
    EXPECT_NEAR(mean, 0, 1e-10);
  }
}

TEST(SurrogateBasis, phasesKeepThePowerOfEveryPattern) {
  for (const auto& basis : bases()) {
    const auto phases = basis->randomPhases(7, 3, 0);
    ASSERT_EQ(phases.size(), basis->size());
    for (std::size_t k = 0; k < phases.size(); ++k) {
      EXPECT_NEAR(std::abs(phases[k]), 1, 1e-12);
      EXPECT_TRUE(!basis->isSingle(k) || phases[k].imag() == 0);
    }
    EXPECT_EQ(phases, basis->randomPhases(7, 3, 0));
    EXPECT_NE(phases, basis->randomPhases(7, 4, 0));
    EXPECT_NE(phases, basis->randomPhases(7, 3, 1));
    EXPECT_NE(phases, basis->randomPhases(8, 3, 0));
  }
}

// 4,000 surrogates: the standard error of a standard deviation is 1.1 % of it, of a mean 1.6 %.
TEST(SurrogateBasis, knowsTheDeviationOfItsSurrogates) {
  for (const auto& basis : bases()) {
    const auto a = basis->expand(noiseOn(*basis, 0).values);
    const auto b = basis->expand(noiseOn(*basis, 1).values);
    double sum = 0, square = 0;
    for (std::uint64_t i = 0; i < 4000; ++i) {
      const double r = SurrogateBasis::correlation(turned(a, basis->randomPhases(1, i, 0)), b);
      sum += r / 4000;
      square += r * r / 4000;
    }
    const double expected = basis->surrogateDeviation(a, b);
    EXPECT_NEAR(std::sqrt(square), expected, 0.045 * expected) << basis->name();
    EXPECT_NEAR(sum, 0, 0.07 * expected) << basis->name();
  }
}

// A single frequency (its own conjugate) only changes sign, so a checkerboard's surrogates are the
// checkerboard itself: their correlation is +-1 and its deviation 1, not sqrt(1/2).
TEST(SurrogateBasis, aCheckerboardOnlyChangesItsSign) {
  const FourierBasis basis(everywhere(8, 8));
  Array2<double> board(8, 8);
  for (int x = 0; x < 8; ++x) {
    for (int y = 0; y < 8; ++y) board(x, y) = (x + y) % 2;
  }
  const auto a = basis.expand(board);
  EXPECT_NEAR(basis.surrogateDeviation(a, a), 1, 1e-12);
  for (std::uint64_t i = 0; i < 6; ++i) {
    const double r = SurrogateBasis::correlation(turned(a, basis.randomPhases(1, i, 0)), a);
    EXPECT_NEAR(std::abs(r), 1, 1e-12);
  }
}

// Surrogates of a smooth map on an irregular area are as smooth: the correlation of pixels that
// share an edge, 0.90 here, stays (the power of every eigenvector stays, and with it Moran's I
// exactly; edges alone differ a little from edges and corners).
TEST(SurrogateBasis, moranSurrogatesKeepTheAutocorrelation) {
  const MoranBasis basis(disc(25));
  const Map2 map = planted::smoothNoise(25, 2, 4, 0, true);
  const auto neighbours = [&](const Array2<double>& values) {
    const auto unit = basis.compose(basis.expand(values));
    double sum = 0, count = 0, square = 0, pixels = 0;
    for (int x = 0; x < 25; ++x) {
      for (int y = 0; y < 25; ++y) {
        if (!basis.mask()(x, y)) continue;
        square += unit(x, y) * unit(x, y);
        pixels += 1;
        if (y + 1 == 25 || !basis.mask()(x, y + 1)) continue;
        sum += unit(x, y) * unit(x, y + 1);
        count += 1;
      }
    }
    return sum / count / (square / pixels);
  };
  const double wanted = neighbours(map.values);
  EXPECT_GT(wanted, 0.7);
  const auto amplitudes = basis.expand(map.values);
  for (std::uint64_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(neighbours(basis.compose(turned(amplitudes, basis.randomPhases(1, i, 0)))), wanted,
                0.1);
  }
}

// The eigenvectors know which pixels touch: on a strip of one pixel only the two beside it do, and
// the eigenvalues of a path are 2 cos(pi k / (n + 1)) before it is centred. What is asked here is
// less: the smoothest pattern comes first, the roughest last.
TEST(SurrogateBasis, moranPatternsGoFromSmoothToRough) {
  for (const auto& [nx, ny] : {std::pair{1, 11}, {11, 1}, {7, 4}, {4, 7}}) {
    const MoranBasis basis(everywhere(nx, ny));
    EXPECT_EQ(basis.size(), static_cast<std::size_t>(nx * ny / 2));
    const auto likeness = [&, nx = nx, ny = ny](std::size_t pattern) {
      SurrogateBasis::Amplitudes one(basis.size());
      one[pattern] = 1;
      const Array2<double> map = basis.compose(one);
      double sum = 0;
      for (int x = 0; x < nx; ++x) {
        for (int y = 0; y < ny; ++y) {
          for (const auto& [dx, dy] : {std::pair{1, 0}, {0, 1}, {1, 1}, {1, -1}}) {
            const int u = x + dx, v = y + dy;
            if (u < nx && v >= 0 && v < ny) sum += map(x, y) * map(u, v);
          }
        }
      }
      return sum;
    };
    EXPECT_GT(likeness(0), 0) << nx << " " << ny;
    EXPECT_LT(likeness(basis.size() - 1), 0) << nx << " " << ny;
    for (std::size_t k = 1; k < basis.size(); ++k)
      EXPECT_LE(likeness(k), likeness(k - 1) + 1e-10) << nx << " " << ny << " " << k;
  }
}

TEST(SurrogateBasis, constantMapsHaveNoAmplitudes) {
  const FourierBasis basis(everywhere(9, 7));
  EXPECT_TRUE(basis.expand(Array2<double>(9, 7, 0.1)).empty());
  EXPECT_TRUE(basis.expand(Array2<double>(9, 7, 0)).empty());
}

TEST(SurrogateBasis, moranRefusesMoreThanItCanTake) {
  EXPECT_THROW(MoranBasis(everywhere(40, 40)), Error);
}

}  // namespace
}  // namespace glasscope::compare
