#include "compare/truth/NullMaps.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "compare/statistics/Correlation.h"
#include "core/math/Random.h"

namespace glasscope::compare {
namespace {

// A glass with a long wave in its values and in where its zirconium is.
Atoms waveFoil(int count, std::uint64_t seed) {
  Atoms atoms;
  atoms.box = Box::orthogonal({32, 32, 12}, {0, 0, 0}, {true, true, false});
  Column column{"wave", "eV", "A wave.", {}};
  Random random(seed, "wave_foil");
  for (int i = 0; i < count; ++i) {
    const Vec3 r{32 * random.uniform(), 32 * random.uniform(), 12 * random.uniform()};
    const double wave = std::cos(2 * M_PI * r.x() / 32);
    const bool zirconium = random.uniform() < 0.4 + 0.3 * wave;
    atoms.add(zirconium ? 40 : 29, r);
    column.values.push_back(wave + (zirconium ? 3 : 0));
  }
  atoms.columns.add(column);
  return atoms;
}

TruthMap truth() {
  return {{32, 32, {1, 1}, {0, 0}, true}, ProbeKernel::gaussian(4)};
}

double correlation(const Map2& a, const Map2& b) {
  return pearson(a.values.span(), b.values.span());
}

TEST(NullMaps, areSixInTheirOrder) {
  const Atoms atoms = waveFoil(3000, 1), other = waveFoil(3000, 2);
  const auto maps = nullMaps(truth(), atoms, atoms.columns.at("wave"), &other, 5);
  std::vector<std::string> names;
  for (const Map2& map : maps) names.push_back(map.name);
  EXPECT_EQ(names, (std::vector<std::string>{"null_uncorrelated_atoms", "null_shuffled_species",
                                             "null_shuffled_field", "null_thickness_only",
                                             "null_composition_only", "null_independent_replica"}));
  EXPECT_EQ(nullMaps(truth(), atoms, atoms.columns.at("wave"), nullptr, 5).size(), 5u);
  Atoms pure = atoms;
  std::fill(pure.atomicNumbers.begin(), pure.atomicNumbers.end(), 29);
  EXPECT_EQ(nullMaps(truth(), pure, pure.columns.at("wave"), nullptr, 5).size(), 4u);
}

// The wave is seen by the descriptor (r near 1 with itself) and by composition; shuffled ones keep
// nothing of it: the correlation of unrelated maps with about 1024 / (2 pi 1.7^2 2) = 28
// independent areas has a deviation of 0.19.
TEST(NullMaps, loseTheFieldThatWasPlanted) {
  const Atoms atoms = waveFoil(3000, 1);
  const Map2 seen = truth().mean(atoms, atoms.columns.at("wave"));
  const auto maps = nullMaps(truth(), atoms, atoms.columns.at("wave"), nullptr, 5);
  EXPECT_LT(std::abs(correlation(maps[0], seen)), 0.6);
  EXPECT_LT(std::abs(correlation(maps[1], seen)), 0.6);
  EXPECT_LT(std::abs(correlation(maps[3], seen)), 0.6);
  EXPECT_GT(correlation(maps[4], seen), 0.9);  // zirconium carries the wave too
}

// Shuffled among the atoms of each species, the values keep their composition: a field that is the
// species itself does not change.
TEST(NullMaps, shuffleTheFieldWithinASpecies) {
  Atoms atoms = waveFoil(500, 1);
  Column species{"z", "1", "Atomic number.", {}};
  for (const int z : atoms.atomicNumbers) species.values.push_back(z);
  const Map2 seen = truth().mean(atoms, species);
  const auto maps = nullMaps(truth(), atoms, species, nullptr, 5);
  EXPECT_NEAR(correlation(maps[2], seen), 1, 1e-12);
  EXPECT_NEAR(correlation(maps[4], seen), 1, 1e-12);
  EXPECT_LT(correlation(maps[0], seen), 0.9);
}

// Every value and every place is still there once: the sums over the foil stay.
TEST(NullMaps, keepWhatThereIs) {
  const Atoms atoms = waveFoil(3000, 1);
  const auto maps = nullMaps(truth(), atoms, atoms.columns.at("wave"), nullptr, 5);
  const auto total = [](const Map2& map) {
    double sum = 0;
    for (const double v : map.values) sum += v;
    return sum / 1024;
  };
  double zirconium = 0, mean = 0;
  for (std::size_t i = 0; i < 3000; ++i) {
    zirconium += (atoms.atomicNumbers[i] == 40) / 3000.0;
    mean += atoms.columns.at("wave").values[i] / 3000;
  }
  // Means over columns weigh atoms where there are few of them more: a per cent.
  EXPECT_NEAR(total(maps[1]), zirconium, 0.01);
  EXPECT_NEAR(total(maps[2]), mean, 0.03);
  EXPECT_NEAR(total(maps[3]), 3000.0 / 1024, 1e-3);
}

TEST(NullMaps, dependOnTheSeedAlone) {
  const Atoms atoms = waveFoil(200, 1);
  const auto one = nullMaps(truth(), atoms, atoms.columns.at("wave"), nullptr, 5);
  const auto same = nullMaps(truth(), atoms, atoms.columns.at("wave"), nullptr, 5);
  const auto other = nullMaps(truth(), atoms, atoms.columns.at("wave"), nullptr, 6);
  for (const std::size_t i : {0u, 1u, 2u}) {
    EXPECT_EQ(one[i].values[7], same[i].values[7]);
    EXPECT_NE(one[i].values[7], other[i].values[7]);
  }
}

TEST(NullMaps, leaveUndefinedAtomsOutOfTheMeansOfASpecies) {
  Atoms atoms = waveFoil(300, 1);
  Column column{"c", "1", "Half undefined.", std::vector<double>(300, 2)};
  for (std::size_t i = 0; i < 300; i += 2) column.values[i] = std::nan("");
  const auto maps = nullMaps(truth(), atoms, column, nullptr, 5);
  for (const double v : maps[4].values) EXPECT_NEAR(v, 2, 1e-12);
}

}  // namespace
}  // namespace glasscope::compare
