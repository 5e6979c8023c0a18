// Streamed brick by brick, a sample must be described as it is in one piece: nothing here has a
// tolerance.
#include "voronoi/structure/SampleDescription.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include <gtest/gtest.h>

#include "core/formats/H5md.h"
#include "core/system/Parallel.h"
#include "tests/TemporaryFolder.h"
#include "tests/voronoi/Samples.h"
#include "tests/voronoi/motifs/FrankKasper.h"
#include "voronoi/structure/Describe.h"

namespace glasscope::voronoi {
namespace {

bool sameBits(const std::vector<double>& a, const std::vector<double>& b) {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  return std::ranges::equal(a, b, {}, bits, bits);
}

/// Not a number where a species has no closed cell, or where there are not two species.
bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

struct Streamed {
  StructureReport report;
  Atoms atoms;  ///< as they are read back from the file
};

Streamed stream(const Atoms& atoms, const StructureSettings& settings, std::int64_t perBrick) {
  const TemporaryFolder folder;
  Streamed out;
  {
    ColumnScratch columns(folder / "scratch", atoms.size());
    out.report = describeStreamed(atoms, settings, columns, perBrick);
    writeH5md(folder / "descriptors.h5", "descriptors", atoms, columns, "{}");
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "scratch"));
  out.atoms = readH5md(folder / "descriptors.h5").front().frames.front();
  return out;
}

void expectSameReport(const StructureReport& a, const StructureReport& b) {
  EXPECT_TRUE(same(a.motifs.validFraction, b.motifs.validFraction));
  EXPECT_EQ(a.surfaceAtoms, b.surfaceAtoms);
  EXPECT_TRUE(same(a.meanVolume_A3, b.meanVolume_A3));
  EXPECT_TRUE(same(a.chemistry.meanCoordination, b.chemistry.meanCoordination));
  EXPECT_TRUE(same(a.meanCoordinationError, b.meanCoordinationError));
  EXPECT_TRUE(same(a.chemistry.cargillSpaepen, b.chemistry.cargillSpaepen));
  EXPECT_EQ(a.warnings, b.warnings);
  ASSERT_EQ(a.species.size(), b.species.size());
  for (std::size_t k = 0; k < a.species.size(); ++k) {
    EXPECT_EQ(a.species[k].closed, b.species[k].closed);
    EXPECT_TRUE(same(a.species[k].meanVolume_A3, b.species[k].meanVolume_A3));
    EXPECT_TRUE(same(a.species[k].meanVolumeError_A3, b.species[k].meanVolumeError_A3));
    EXPECT_TRUE(same(a.species[k].referenceVolume_A3, b.species[k].referenceVolume_A3));
    EXPECT_TRUE(same(a.species[k].icosahedra, b.species[k].icosahedra));
    EXPECT_TRUE(same(a.species[k].radius_A, b.species[k].radius_A));
  }
  ASSERT_EQ(a.motifs.counts.size(), b.motifs.counts.size());
  for (std::size_t k = 0; k < a.motifs.counts.size(); ++k) {
    EXPECT_EQ(a.motifs.counts[k].index, b.motifs.counts[k].index);
    EXPECT_EQ(a.motifs.counts[k].count, b.motifs.counts[k].count);
  }
  ASSERT_EQ(a.motifs.spread.size(), b.motifs.spread.size());
  for (std::size_t k = 0; k < a.motifs.spread.size(); ++k) {
    EXPECT_EQ(a.motifs.spread[k].weighting, b.motifs.spread[k].weighting);
    EXPECT_TRUE(sameBits(a.motifs.spread[k].icosahedra, b.motifs.spread[k].icosahedra));
    EXPECT_EQ(a.motifs.spread[k].validFraction, b.motifs.spread[k].validFraction);
  }
  ASSERT_EQ(a.pairs.radial.size(), b.pairs.radial.size());
  for (std::size_t k = 0; k < a.pairs.radial.size(); ++k)
    EXPECT_TRUE(sameBits(a.pairs.radial[k].g, b.pairs.radial[k].g));
}

void expectSameNetwork(const OrderSummary::Network& a, const OrderSummary::Network& b) {
  EXPECT_EQ(a.icosahedra, b.icosahedra);
  EXPECT_EQ(a.linksPerIcosahedron, b.linksPerIcosahedron);
  for (std::size_t k = 0; k < a.linksError.size(); ++k)
    EXPECT_TRUE(same(a.linksError[k], b.linksError[k])) << k;  // not known of one icosahedron
  EXPECT_TRUE(same(a.fraction, b.fraction));
  EXPECT_EQ(a.largestCores, b.largestCores);
  EXPECT_EQ(a.coreClusters, b.coreClusters);
  EXPECT_EQ(a.corePercolation, b.corePercolation);
  EXPECT_EQ(a.largestSharing, b.largestSharing);
  EXPECT_EQ(a.sharingPercolation, b.sharingPercolation);
}

void expectSameSummary(const OrderSummary& a, const OrderSummary& b) {
  expectSameNetwork(a.network, b.network);
  EXPECT_EQ(a.grains.atoms, b.grains.atoms);
  EXPECT_EQ(a.grains.count, b.grains.count);
  EXPECT_EQ(a.grains.largest, b.grains.largest);
  EXPECT_TRUE(same(a.grains.fraction, b.grains.fraction));
  ASSERT_EQ(a.tetrahedra.has_value(), b.tetrahedra.has_value());
  if (!a.tetrahedra) return;
  EXPECT_TRUE(same(a.tetrahedra->meanTetrahedrality, b.tetrahedra->meanTetrahedrality));
  EXPECT_TRUE(same(a.tetrahedra->bondsPerAtom, b.tetrahedra->bondsPerAtom));
  EXPECT_TRUE(same(a.tetrahedra->lowDensityFraction, b.tetrahedra->lowDensityFraction));
  EXPECT_TRUE(same(a.tetrahedra->highDensityFraction, b.tetrahedra->highDensityFraction));
  EXPECT_EQ(a.tetrahedra->largestLowDensity, b.tetrahedra->largestLowDensity);
  EXPECT_EQ(a.tetrahedra->largestHighDensity, b.tetrahedra->largestHighDensity);
}

void expectSameOrder(const StructureReport& a, const StructureReport& b) {
  expectSameSummary(a.order, b.order);
  ASSERT_EQ(a.pairs.shells.size(), b.pairs.shells.size());
  for (std::size_t k = 0; k < a.pairs.shells.size(); ++k)
    EXPECT_EQ(a.pairs.shells[k].neighbours, b.pairs.shells[k].neighbours);
  ASSERT_EQ(a.pairs.structureFactor.totals.size(), b.pairs.structureFactor.totals.size());
  for (std::size_t k = 0; k < a.pairs.structureFactor.totals.size(); ++k)
    EXPECT_TRUE(sameBits(a.pairs.structureFactor.totals[k].s, b.pairs.structureFactor.totals[k].s));
  ASSERT_EQ(a.motifs.rankings.size(), b.motifs.rankings.size());
  for (std::size_t k = 0; k < a.motifs.rankings.size(); ++k) {
    EXPECT_EQ(a.motifs.rankings[k].share, b.motifs.rankings[k].share);
    EXPECT_EQ(a.motifs.rankings[k].classes.size(), b.motifs.rankings[k].classes.size());
  }
  ASSERT_EQ(a.pairs.fields.size(), b.pairs.fields.size());
  for (std::size_t k = 0; k < a.pairs.fields.size(); ++k) {
    EXPECT_TRUE(sameBits(a.pairs.fields[k].c, b.pairs.fields[k].c)) << a.pairs.fields[k].field;
    EXPECT_TRUE(sameBits(a.pairs.fields[k].cError, b.pairs.fields[k].cError));
    EXPECT_TRUE(same(a.pairs.fields[k].moranZ, b.pairs.fields[k].moranZ));
  }
}

void expectSame(const Atoms& sample, const StructureSettings& settings, std::int64_t perBrick) {
  auto whole = sample;
  const auto report = describe(whole, settings);
  const auto streamed = stream(sample, settings, perBrick);
  expectSameReport(report, streamed.report);
  expectSameOrder(report, streamed.report);
  ASSERT_EQ(streamed.atoms.columns.size(), whole.columns.size());
  EXPECT_TRUE(std::equal(whole.columns.begin(), whole.columns.end(), streamed.atoms.columns.begin(),
                         [](const Column& a, const Column& b) { return a.name == b.name; }));
  for (const auto& column : streamed.atoms.columns) {
    EXPECT_TRUE(sameBits(column.values, whole.columns.at(column.name).values)) << column.name;
    EXPECT_EQ(column.description, whole.columns.at(column.name).description);
  }
}

Atoms shakenCrystal(std::array<int, 3> cells) {
  auto atoms = samples::crystal(samples::cubic(4), samples::kFccBasis, cells);
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (i % 3 == 0) atoms.atomicNumbers[i] = 40;
  samples::shake(atoms, 0.3, 8);
  return atoms;
}

TEST(SampleDescription, givesTheColumnsAndTablesOfTheWholeBitForBit) {
  const auto atoms = shakenCrystal({8, 7, 6});
  expectSame(atoms, {}, 300);
  StructureSettings radical;
  radical.weighting = Weighting::radical;
  radical.freeVolumeReference = FreeVolumeReference::speciesMean;
  radical.convention = {IndexConvention::Rule::cutAgain, 0.01};
  expectSame(atoms, radical, 300);
}

TEST(SampleDescription, knowsTheSurfaceOfAParticleAndASkewedSlab) {
  auto particle = shakenCrystal({7, 7, 7});
  particle.box = Box::orthogonal(Vec3::Constant(40), Vec3::Constant(-6), {false, false, false});
  expectSame(particle, {}, 300);
  auto slab = shakenCrystal({7, 6, 6});
  Mat3 skewed = slab.box.matrix();
  skewed(0, 1) = 8;
  skewed(2, 2) += 15;
  for (auto& p : slab.positions) p = skewed * (slab.box.inverse() * p);
  slab.box = Box(skewed);
  StructureSettings settings;
  settings.surfaceProbe_A = 5;
  expectSame(slab, settings, 300);
}

TEST(SampleDescription, takesASpeciesThatMostBricksLack) {
  auto atoms = shakenCrystal({10, 6, 6});
  atoms.atomicNumbers[5] = 13;
  StructureSettings settings;
  settings.spreadTable = false;
  expectSame(atoms, settings, 200);
}

TEST(SampleDescription, doesNotDependOnTheNumberOfThreads) {
  const auto atoms = shakenCrystal({6, 6, 6});
  StructureSettings settings;
  settings.spreadTable = false;
  const int before = threadCount();
  setThreadCount(1);
  const auto one = stream(atoms, settings, 300);
  setThreadCount(3);
  const auto three = stream(atoms, settings, 200);
  setThreadCount(before);
  for (const auto& column : one.atoms.columns)
    EXPECT_TRUE(sameBits(column.values, three.atoms.columns.at(column.name).values)) << column.name;
}

/// They are counted in pieces, too, and what is given stays.
TEST(SampleDescription, takesRadiiFromThePairsOfTheWhole) {
  const auto atoms = shakenCrystal({8, 6, 6});
  StructureSettings settings;
  settings.weighting = Weighting::radical;
  settings.radiiSource = RadiiSource::pairs;
  settings.spreadTable = false;
  expectSame(atoms, settings, 200);
  const auto own = stream(atoms, settings, 200).report;
  EXPECT_EQ(own.settings.radii_A.size(), 2U);  // they are among the settings of every output
  EXPECT_NE(own.species[1].radius_A, 1.60);    // that of the table
  settings.radii_A = {{40, 1.5}};
  expectSame(atoms, settings, 200);
  const auto given = stream(atoms, settings, 200).report;
  EXPECT_EQ(given.species[1].radius_A, 1.5);
  EXPECT_EQ(given.species[0].radius_A, own.species[0].radius_A);
}

/// A sample that was described before, under other settings: what is ranked and correlated now is
/// what is computed now.
TEST(SampleDescription, columnsOfEarlierDescriptionsAreNotTaken) {
  auto atoms = shakenCrystal({6, 6, 6});
  StructureSettings settings;
  settings.spreadTable = false;
  settings.rankBy = {"voronoi_volume_A3", "icosahedron_shells"};
  const auto fresh = stream(atoms, settings, 200).report;
  for (const char* name : {"voronoi_volume_A3", "icosahedron_shells", "icosahedron"})
    atoms.columns.add({name, "1", "of another time", std::vector<double>(atoms.size(), 1)});
  auto again = atoms;
  const auto report = describe(again, settings);
  EXPECT_TRUE(sameBits(report.pairs.fields[1].c, fresh.pairs.fields[1].c));
  EXPECT_TRUE(sameBits(report.motifs.rankings[0].marked, fresh.motifs.rankings[0].marked));
  expectSame(atoms, settings, 200);
}

/// A frame that is described on its own has the numbers that the series gives for it.
TEST(SampleDescription, numbersOfAFrameAreThoseOfItsDescription) {
  for (const auto weighting : {Weighting::plain, Weighting::radical}) {
    auto atoms = shakenCrystal({5, 5, 5});
    StructureSettings settings;
    settings.weighting = weighting;
    settings.radiiSource = RadiiSource::pairs;
    settings.rankBy = {"voronoi_volume_A3"};
    const auto report = describe(atoms, settings);
    const auto streamed = stream(shakenCrystal({5, 5, 5}), settings, 150).report;
    const auto numbers = sampleNumbersOf(atoms, report);
    ASSERT_EQ(numbers.size(), report.numbers.size());
    ASSERT_EQ(numbers.size(), streamed.numbers.size());
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      EXPECT_EQ(numbers[k].name, report.numbers[k].name);
      EXPECT_TRUE(same(numbers[k].value, report.numbers[k].value)) << numbers[k].name;
      EXPECT_TRUE(same(numbers[k].value, streamed.numbers[k].value)) << numbers[k].name;
    }
  }
}

/// C15 Laves phase: two thirds of its atoms centre icosahedra that interpenetrate through the box.
TEST(SampleDescription, followsNetworksGrainsAndRankingsAcrossBricks) {
  auto atoms = samples::c15({4, 3, 3});
  samples::shake(atoms, 0.02, 3);
  Column field{"field", "1", "", {}};
  Random random(3, "field");
  for (std::size_t i = 0; i < atoms.size(); ++i) field.values.push_back(random.normal());
  atoms.columns.add(field);
  StructureSettings settings;
  settings.spreadTable = false;
  settings.rankBy = {"field", "-five_fold_fraction", "icosahedron_cluster"};
  settings.correlate = {"field", "icosahedron_shells", "q6_area_weighted"};
  expectSame(atoms, settings, 150);
  auto whole = atoms;
  const auto order = describe(whole, settings).order;
  EXPECT_GT(order.network.icosahedra, 100);
  EXPECT_NE(order.network.corePercolation, 0);
}

/// A grain of fcc that runs through the box along one edge, in a gas.
TEST(SampleDescription, seesThatAGrainPercolates) {
  auto atoms = shakenCrystal({10, 6, 6});
  Random random(5, "melt");
  for (auto& p : atoms.positions)
    if (p.y() > 12)
      for (auto& x : p) x += 0.8 * random.normal();
  StructureSettings settings;
  settings.spreadTable = false;
  settings.crystals.share = 0.6;
  expectSame(atoms, settings, 200);
  auto whole = atoms;
  EXPECT_GT(describe(whole, settings).order.grains.largest, 200);
}

/// Shaken diamond, where some bonds are broken and some are in excess.
TEST(SampleDescription, takesNetworksOfFourNeighbours) {
  const std::vector<Vec3> basis = [] {
    auto out = samples::kFccBasis;
    for (std::size_t k = 0; k < 4; ++k) out.push_back(out[k] + Vec3::Constant(0.25));
    return out;
  }();
  auto atoms = samples::crystal(samples::cubic(5.43), basis, {5, 4, 4}, 14);
  samples::shake(atoms, 0.22, 8);
  StructureSettings settings;
  settings.spreadTable = false;
  settings.surfaceProbe_A = 0;
  settings.tetrahedral = TetrahedralOrder::on;
  expectSame(atoms, settings, 150);
  auto whole = atoms;
  const auto order = describe(whole, settings).order;
  EXPECT_TRUE(order.tetrahedra.has_value());
  EXPECT_GT(order.tetrahedra->largestHighDensity, 1);
}

/// A random box: skewed or not, periodic or open in any direction (slabs, wires, particles),
/// smaller than a cell along some edges, from one atom on, some of them nearly coincident.
Atoms anySample(std::uint64_t seed) {
  Random random(seed, "any_sample");
  Mat3 matrix = Mat3::Zero();
  std::array<bool, 3> periodic{};
  for (int d = 0; d < 3; ++d) {
    matrix(d, d) = 2.5 * std::exp(2 * random.uniform());
    periodic[static_cast<std::size_t>(d)] = random.uniform() < 0.7;
  }
  if (random.uniform() < 0.5)
    for (const auto& [row, column] : {std::pair{0, 1}, {0, 2}, {1, 2}})
      matrix(row, column) = (1.6 * random.uniform() - 0.8) * matrix(row, row);
  Atoms atoms;
  atoms.box = Box(matrix, Vec3(1, -2, 3), periodic);
  const auto count =
      static_cast<int>(1 + random.uniform() * std::min(300.0, atoms.box.volume() / 10));
  for (int i = 0; i < count; ++i) {
    const Vec3 f(random.uniform(), random.uniform(), random.uniform());
    atoms.add(i % 3 ? 29 : 40, atoms.box.toCartesian(f));
    if (i > 0 && random.uniform() < 0.02)
      atoms.positions.back() =
          atoms.positions[static_cast<std::size_t>(i) - 1] + 1e-4 * Vec3(1, 2, -1);
  }
  return atoms;
}

TEST(SampleDescription, holdsForBoxesOfEveryShape) {
  StructureSettings settings;
  settings.spreadTable = false;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto atoms = anySample(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ", atoms " + std::to_string(atoms.size()));
    settings.surfaceProbe_A = seed % 2 ? 3.5 : 0;  // a gas is all surface to a probe
    settings.tetrahedral = seed % 3 ? TetrahedralOrder::automatic : TetrahedralOrder::on;
    expectSame(atoms, settings, 40);
  }
}

}  // namespace
}  // namespace glasscope::voronoi
