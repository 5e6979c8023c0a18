// The level of the test on maps of real glasses: descriptors of one reference glass against signals
// of another, which know nothing of each other. Gaussian noise is not enough: maps of a dense glass
// exclude their neighbours, are skewed, and share a probe.

#include <algorithm>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "compare/statistics/AssociationTable.h"
#include "core/math/Random.h"
#include "tests/SharedData.h"
#include "tests/compare/PlantedTables.h"
#include "tests/compare/ReferenceGlass.h"

namespace glasscope::compare {
namespace {

constexpr int kSymmetries = 8, kShifts = 14;

// Descriptors along three axes, in eight symmetries, each at fourteen random places of the period.
std::vector<Map2> manyDescriptors(const std::filesystem::path& path, int n, double fwhm_A) {
  std::vector<Map2> maps;
  for (int axis = 0; axis < 3; ++axis) {
    const Atoms atoms = planted::readGlassAlong(path, axis);
    const Vec3 lengths = atoms.box.lengths();
    const TruthMap truth({n, n, {lengths.x() / n, lengths.y() / n}, {0, 0}, true},
                         ProbeKernel::gaussian(fwhm_A));
    for (const Map2& map : truth.means(atoms, planted::neighbourColumns(atoms, 3.8))) {
      for (int symmetry = 0; symmetry < kSymmetries; ++symmetry) {
        for (int shift = 0; shift < kShifts; ++shift) {
          Random random(1, "reference_shift", static_cast<std::uint64_t>(axis * 8 + symmetry),
                        static_cast<std::uint64_t>(shift));
          const auto size = static_cast<std::uint64_t>(n);
          const int sx = static_cast<int>(random.below(size)),
                    sy = static_cast<int>(random.below(size));
          maps.push_back(planted::symmetricCopy(map, symmetry, sx, sy));
        }
      }
    }
  }
  return maps;
}

// The two glasses differ in size by a few thousandths; a map is what its pixels are.
void onOneGrid(std::vector<Map2>& maps) {
  for (Map2& map : maps) map.pixel_A = {1, 1};
}

// The p that is looked at.
double bySurrogates(const AssociationRow& row) {
  return row.significance.pSurrogate;
}
double naively(const AssociationRow& row) {
  return row.correlation.pNaive;
}
double ofPlainMaps(const AssociationRow& row) {
  return row.significance.pPlain;
}

struct Rates {
  int pairs = 0;
  double rejected = 0;                                ///< per cent at a nominal 5 %
  std::map<std::string, std::pair<int, int>> byKind;  ///< rejected, pairs
};

Rates ratesOf(std::vector<Map2> descriptors, std::vector<Map2> signals,
              double (*p)(const AssociationRow&)) {
  onOneGrid(descriptors);
  onOneGrid(signals);
  Rates rates;
  int rejected = 0;
  for (const AssociationRow& row :
       associate(descriptors, signals, planted::plainSettings(199)).rows) {
    auto& [some, all] = rates.byKind[row.descriptor + " with " + row.signal];
    some += p(row) <= 0.05;
    all += 1;
    rejected += p(row) <= 0.05;
    rates.pairs += 1;
  }
  rates.rejected = 100.0 * rejected / rates.pairs;
  return rates;
}

// 1,008 pairs a kind: the standard error of 5 % is 0.7 % were they independent; they share maps.
void expectLevel(const Rates& rates) {
  EXPECT_NEAR(rates.rejected, 5, 1);
  for (const auto& [kind, counts] : rates.byKind) {
    EXPECT_GE(counts.second, 500);
    EXPECT_NEAR(100.0 * counts.first / counts.second, 5, 2) << kind;
  }
}

TEST(AssociationReference, nanodiffractionOfAnotherGlassIsRejectedAtTheLevel) {
  GLASSCOPE_NEEDS_SHARED(one, "reference/cu64zr36_1e13_300K.data.gz");
  GLASSCOPE_NEEDS_SHARED(other, "reference/cu64zr36_1e12_300K.data.gz");
  std::vector<Map2> signals;
  for (int axis = 0; axis < 3; ++axis) {
    for (Map2& map : planted::kinematicSignals(planted::readGlassAlong(other, axis), 24)) {
      signals.push_back(std::move(map));
    }
  }
  const auto descriptors = manyDescriptors(one, 24, 4.3);
  expectLevel(ratesOf(descriptors, signals, bySurrogates));
  // Counting every pixel as new calls more than a fifth of these "significant".
  EXPECT_GT(ratesOf(descriptors, signals, naively).rejected, 20);
}

TEST(AssociationReference, darkFieldOfAnotherGlassIsRejectedAtTheLevel) {
  GLASSCOPE_NEEDS_SHARED(one, "reference/cu64zr36_1e13_300K.data.gz");
  GLASSCOPE_NEEDS_SHARED(other, "reference/cu64zr36_1e12_300K.data.gz");
  std::vector<Map2> signals;
  for (int axis = 0; axis < 3; ++axis) {
    signals.push_back(planted::darkField(planted::readGlassAlong(other, axis), 50));
  }
  expectLevel(ratesOf(manyDescriptors(one, 50, 1.6), signals, bySurrogates));
}

// A window of 24 angstrom of each, with a wedge of a tenth of the mean across both.
TEST(AssociationReference, aCommonWedgeIsTakenOutOfRealMaps) {
  GLASSCOPE_NEEDS_SHARED(one, "reference/cu64zr36_1e13_300K.data.gz");
  GLASSCOPE_NEEDS_SHARED(other, "reference/cu64zr36_1e12_300K.data.gz");
  const auto window = [](const Map2& map) {
    Map2 part = map;
    part.periodic = false;
    part.values = Array2<double>(30, 30);
    for (int x = 0; x < 30; ++x) {
      for (int y = 0; y < 30; ++y)
        part.values(x, y) = map.values(x, y) * (1 + 0.1 * (x / 29.0 - 0.5));
    }
    return part;
  };
  std::vector<Map2> descriptors, signals;
  for (int axis = 0; axis < 3; ++axis) {
    const Map2 density = planted::darkField(planted::readGlassAlong(one, axis), 50);
    signals.push_back(window(planted::darkField(planted::readGlassAlong(other, axis), 50)));
    for (int symmetry = 0; symmetry < kSymmetries; ++symmetry) {
      for (int shift = 0; shift < kShifts; ++shift) {
        descriptors.push_back(
            window(planted::symmetricCopy(density, symmetry, 7 * shift, 11 * shift)));
      }
    }
  }
  const Rates plain = ratesOf(descriptors, signals, ofPlainMaps);
  const Rates partial = ratesOf(descriptors, signals, bySurrogates);
  EXPECT_GE(plain.pairs, 500);
  EXPECT_GT(plain.rejected, 12);
  EXPECT_NEAR(partial.rejected, 5, 3);
  EXPECT_LT(partial.rejected, 0.6 * plain.rejected);
}

}  // namespace
}  // namespace glasscope::compare
