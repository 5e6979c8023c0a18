#include "voronoi/structure/Describe.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/math/Binomial.h"
#include "core/system/Log.h"
#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"
#include "tests/voronoi/motifs/FrankKasper.h"
#include "voronoi/descriptors/DescriptorTable.h"

namespace glasscope::voronoi {
namespace {

/// The names of the table of descriptors, as docs/descriptors.md has them.
std::vector<std::string> namesOfTheTable() {
  const StructureSettings settings;
  const DescriptorFacts facts{settings, {29, 40}, true, 0};
  std::vector<std::string> names;
  for (const auto& row : localDescriptors(facts)) names.push_back(row.name);
  for (const auto& row : sampleDescriptors(facts)) names.push_back(row.name);
  return names;
}

const std::vector<std::string> kColumns = namesOfTheTable();

/// A dense, random, binary solid.
Atoms shakenAlloy() {
  auto atoms = samples::crystal(samples::cubic(3.9), samples::kFccBasis, {4, 4, 4});
  samples::shake(atoms, 0.25, 7);
  for (std::size_t i = 0; i < atoms.size(); i += 3) atoms.atomicNumbers[i] = 40;
  return atoms;
}

TEST(Describe, addsEveryColumnWithUnitAndDefinition) {
  auto atoms = shakenAlloy();
  describe(atoms);
  for (const auto& name : kColumns) {
    const auto& column = atoms.columns.at(name);
    EXPECT_EQ(column.values.size(), atoms.size()) << name;
    EXPECT_FALSE(column.unit.empty()) << name;
    EXPECT_GT(column.description.size(), 20U) << name;
  }
  EXPECT_EQ(atoms.columns.size(), kColumns.size());
  EXPECT_GE(kColumns.size(), 52U);
}

TEST(Describe, maybeDoneTwice) {
  auto atoms = shakenAlloy();
  describe(atoms);
  const auto before = atoms.columns.at("q6").values;
  describe(atoms);
  EXPECT_EQ(atoms.columns.at("q6").values, before);
  EXPECT_EQ(atoms.columns.size(), kColumns.size());
}

TEST(Describe, columnsAgreeWithTheReport) {
  auto atoms = shakenAlloy();
  const auto report = describe(atoms);
  ASSERT_EQ(report.species.size(), 2U);
  double volume = 0, coordination = 0, smallestFree = 1e9;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    volume += atoms.columns.at("voronoi_volume_A3").values[i];
    coordination += atoms.columns.at("coordination").values[i];
    smallestFree = std::min(smallestFree, atoms.columns.at("free_volume_A3").values[i]);
  }
  const auto n = static_cast<double>(atoms.size());
  EXPECT_NEAR(volume, atoms.box.volume(), 1e-7);
  EXPECT_NEAR(report.meanVolume_A3, atoms.box.volume() / n, 1e-9);
  EXPECT_NEAR(report.chemistry.meanCoordination, coordination / n, 1e-9);
  EXPECT_EQ(smallestFree, 0);  // the default reference is the smallest cell of the species
  EXPECT_EQ(report.motifs.spread.size(), 2 * usualConventions().size());
  EXPECT_EQ(report.motifs.validFraction, 1);
  EXPECT_TRUE(report.warnings.empty());
}

/// Standard error of the mean of the column over the atoms that `counts` picks.
template <class Counts>
double standardError(const Column& column, const Counts& counts) {
  double n = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < column.values.size(); ++i) {
    if (!counts(i)) continue;
    ++n;
    sum += column.values[i];
    squares += column.values[i] * column.values[i];
  }
  return std::sqrt((squares - sum * sum / n) / (n * (n - 1)));
}

TEST(Describe, meansCarryTheStandardErrorOverTheirAtoms) {
  auto atoms = shakenAlloy();
  const auto report = describe(atoms);
  const auto& coordination = atoms.columns.at("coordination");
  const auto every = [](std::size_t) { return true; };
  EXPECT_NEAR(report.meanCoordinationError, standardError(coordination, every), 1e-10);
  for (const auto& species : report.species) {
    const auto ofSpecies = [&](auto i) { return atoms.atomicNumbers[i] == species.atomicNumber; };
    EXPECT_NEAR(species.coordinationError, standardError(coordination, ofSpecies), 1e-10);
    EXPECT_NEAR(species.meanVolumeError_A3,
                standardError(atoms.columns.at("voronoi_volume_A3"), ofSpecies), 1e-10);
  }
}

TEST(Describe, motifsOfEqualCountsStandInTheOrderOfTheirIndices) {
  auto atoms = shakenAlloy();
  StructureSettings settings;
  settings.spreadTable = false;
  settings.topMotifs = 1000;
  const auto motifs = describe(atoms, settings).motifs.counts;
  int equal = 0;
  for (std::size_t k = 1; k < motifs.size(); ++k)
    if (motifs[k].centre == motifs[k - 1].centre && motifs[k].count == motifs[k - 1].count) {
      EXPECT_LT(motifs[k - 1].index, motifs[k].index);
      ++equal;
    }
  EXPECT_GT(equal, 10);
}

/// A shaken Laves phase, where some icosahedra are broken and the others have links in differing
/// number.
TEST(Describe, linksCarryTheStandardErrorOverTheIcosahedra) {
  auto atoms = samples::c15({3, 3, 3});
  samples::shake(atoms, 0.07 * std::cbrt(atoms.box.volume() / static_cast<double>(atoms.size())),
                 3);
  const auto report = describe(atoms);
  const auto centres = [&](std::size_t i) {
    return atoms.columns.at("icosahedron").values[i] == 1;
  };
  const char* const kinds[] = {"vertex", "edge", "face", "interpenetrating"};
  for (std::size_t k = 0; k < 4; ++k) {
    const auto& links = atoms.columns.at(std::string("icosahedron_") + kinds[k] + "_links");
    EXPECT_NEAR(report.order.network.linksError[k], standardError(links, centres), 1e-10)
        << kinds[k];
  }
  EXPECT_GT(report.order.network.linksError[MotifNetwork::interpenetrating], 0);
}

TEST(Describe, motifTableIsRankedAndCarriesBinomialErrors) {
  auto atoms = shakenAlloy();
  StructureSettings settings;
  settings.topMotifs = 5;
  const auto report = describe(atoms, settings);
  ASSERT_EQ(report.motifs.counts.size(), 10U);
  for (std::size_t k = 0; k < 10; ++k) {
    const auto& motif = report.motifs.counts[k];
    const auto n = static_cast<double>(report.species[k / 5].closed);
    EXPECT_NEAR(motif.fraction, static_cast<double>(motif.count) / n, 1e-14);
    EXPECT_NEAR(motif.standardError,
                binomialFraction(motif.count, report.species[k / 5].closed).standardError, 0);
    if (k % 5 > 0) {
      EXPECT_LE(motif.count, report.motifs.counts[k - 1].count);
    }
  }
}

TEST(Describe, warnsOfConventionsThatBreakEulersRule) {
  auto atoms = shakenAlloy();
  StructureSettings settings;
  settings.convention = {IndexConvention::Rule::dropFaceFraction, 0.01};
  takeWarnings();
  const auto report = describe(atoms, settings);
  EXPECT_LT(report.motifs.validFraction, 0.9);
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_THAT(report.warnings[0], testing::HasSubstr("Euler"));
  EXPECT_THAT(takeWarnings(), testing::ElementsAre(testing::HasSubstr("Euler")));
}

TEST(Describe, freeVolumeFollowsItsReference) {
  auto atoms = shakenAlloy();
  StructureSettings settings;
  settings.spreadTable = false;
  settings.freeVolumeReference = FreeVolumeReference::speciesMean;
  describe(atoms, settings);
  double sum = 0;
  for (const double v : atoms.columns.at("free_volume_A3").values) sum += v;
  EXPECT_NEAR(sum, 0, 1e-8);
  settings.freeVolumeReference = FreeVolumeReference::given;
  settings.referenceVolume_A3 = {{29, 10}};
  EXPECT_THROW(describe(atoms, settings), Error);
  settings.referenceVolume_A3[40] = 12;
  describe(atoms, settings);
  EXPECT_NEAR(atoms.columns.at("free_volume_A3").values[1],
              atoms.columns.at("voronoi_volume_A3").values[1] - 10, 1e-12);
}

TEST(Describe, unfavouredMotifsCanBeATable) {
  auto atoms = samples::crystal(samples::cubic(3.0), samples::kBccBasis, {3, 3, 3});
  StructureSettings settings;
  settings.spreadTable = false;
  settings.unfavoured = {{"not bcc", makeIndex(0, 0, 12, 0), 0}};
  describe(atoms, settings);
  EXPECT_EQ(atoms.columns.at("unfavoured").values[0], 0);
  settings.unfavoured = {{"bcc", makeIndex(0, 6, 0, 8), 29}};
  describe(atoms, settings);
  EXPECT_EQ(atoms.columns.at("unfavoured").values[0], 1);
}

/// A ball of crystal in a large open box: the rim is surface and undefined, the inside is bulk.
TEST(Describe, surfaceAtomsOfAParticleAreFlaggedAndUndefined) {
  auto bulk = samples::crystal(samples::cubic(3.0), samples::kBccBasis, {14, 14, 14});
  Atoms ball;
  ball.box = Box::orthogonal(Vec3::Constant(80), Vec3::Constant(-40), {false, false, false});
  for (const auto& p : bulk.positions)
    if ((p - Vec3::Constant(21)).norm() < 17) ball.add(29, p - Vec3::Constant(21));
  const auto report = describe(ball);
  int inside = 0;
  for (std::size_t i = 0; i < ball.size(); ++i) {
    const double r = ball.positions[i].norm();
    const bool surface = ball.columns.at("surface").values[i] == 1;
    EXPECT_EQ(std::isnan(ball.columns.at("voronoi_volume_A3").values[i]), surface);
    if (r > 16) {
      EXPECT_TRUE(surface) << r;
    }
    if (r < 12) {
      EXPECT_FALSE(surface) << r;
      EXPECT_NEAR(ball.columns.at("voronoi_volume_A3").values[i], 13.5, 1e-9);
      ++inside;
    }
  }
  EXPECT_GT(inside, 400);
  EXPECT_GT(report.surfaceAtoms, 200);
  EXPECT_EQ(report.species[0].closed + report.surfaceAtoms, static_cast<std::int64_t>(ball.size()));
  // Eight neighbours at a sqrt(3)/2 and six at a: g is that of the bulk, around the atoms deep
  // inside. Its density is that of the closed cells, a little low as those at the rim are a little
  // large.
  ASSERT_FALSE(report.pairs.radial.empty());
  const auto& g = report.pairs.radial[0];
  double neighbours = 0;
  for (std::size_t k = 0; k < g.g.size() && g.r_A[k] < 3.5; ++k)
    neighbours += 4 * M_PI * g.r_A[k] * g.r_A[k] * 0.05 * g.g[k] / report.meanVolume_A3;
  EXPECT_NEAR(neighbours, 14, 0.02);
}

TEST(Describe, aVoidInAPeriodicSampleIsSaid) {
  auto bulk = samples::crystal(samples::cubic(3.0), samples::kBccBasis, {8, 8, 8});
  Atoms holed;
  holed.box = bulk.box;
  for (const auto& p : bulk.positions)
    if ((p - Vec3::Constant(12)).norm() > 5) holed.add(29, p);
  StructureSettings settings;
  settings.spreadTable = false;
  const auto report = describe(holed, settings);
  EXPECT_GT(report.surfaceAtoms, 10);
  EXPECT_THAT(report.warnings, testing::Contains(testing::HasSubstr("voids")));
}

TEST(Describe, anElementWithoutARadiusOnlyShortensTheSpreadTable) {
  auto atoms = shakenAlloy();
  for (auto& z : atoms.atomicNumbers) z = z == 29 ? 18 : z;
  const auto report = describe(atoms);
  EXPECT_EQ(report.motifs.spread.size(), usualConventions().size());
  EXPECT_THAT(report.warnings, testing::Contains(testing::HasSubstr("radius for Ar")));
  StructureSettings settings;
  settings.weighting = Weighting::radical;
  EXPECT_THROW(describe(atoms, settings), Error);
  settings.radii_A[18] = 1.7;
  EXPECT_NO_THROW(describe(atoms, settings));
}

/// n-fold shares of a cell add up to one, partial coordinations to the total.
TEST(Describe, sharesAddUp) {
  auto atoms = shakenAlloy();
  describe(atoms);
  const auto at = [&](const char* name, std::size_t i) { return atoms.columns.at(name).values[i]; };
  double local = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_NEAR(at("three_fold_fraction", i) + at("four_fold_fraction", i) +
                    at("five_fold_fraction", i) + at("six_fold_fraction", i) +
                    at("seven_fold_fraction", i),
                1, 1e-12);
    EXPECT_EQ(at("coordination_Cu", i) + at("coordination_Zr", i), at("coordination", i));
    const char* other = atoms.atomicNumbers[i] == 29 ? "coordination_Zr" : "coordination_Cu";
    EXPECT_NEAR(at("unlike_fraction", i), at(other, i) / at("coordination", i), 1e-14);
    const double core = 4 * M_PI / 3 * std::pow(atoms.atomicNumbers[i] == 29 ? 1.28 : 1.60, 3);
    EXPECT_NEAR(at("free_volume_hard_core_A3", i), at("voronoi_volume_A3", i) - core, 1e-9);
    local += at("free_volume_local_A3", i);
  }
  EXPECT_LT(std::abs(local / static_cast<double>(atoms.size())), 0.1);
}

TEST(Describe, ranksMotifsByAColumnThatTheAtomsBring) {
  auto atoms = shakenAlloy();
  Column soft{"softness", "1", "a test", {}};
  for (std::size_t i = 0; i < atoms.size(); ++i) soft.values.push_back(static_cast<double>(i % 7));
  atoms.columns.add(soft);
  StructureSettings settings;
  settings.spreadTable = false;
  settings.rankBy = {"softness", "-voronoi_volume_A3"};
  settings.rankByMustExist = true;
  settings.ranking.fewest = 2;
  const auto report = describe(atoms, settings);
  ASSERT_EQ(report.motifs.rankings.size(), 2U);
  EXPECT_TRUE(atoms.columns.has("worst_motif_by_softness"));
  EXPECT_LE(report.motifs.rankings[1].classes.front().mean,
            report.motifs.rankings[1].classes.back().mean);
  settings.rankBy = {"no_such_column"};
  EXPECT_THROW(describe(atoms, settings), Error);
}

TEST(Describe, radiiCanComeFromTheSample) {
  auto atoms = shakenAlloy();
  StructureSettings settings;
  settings.spreadTable = false;
  settings.weighting = Weighting::radical;
  settings.radiiSource = RadiiSource::pairs;
  settings.radii_A = {{40, 1.5}};  // what is given stays
  const auto report = describe(atoms, settings);
  EXPECT_EQ(report.species[1].radius_A, 1.5);
  EXPECT_NEAR(report.species[0].radius_A, 1.35, 0.15);
}

TEST(Describe, reportsPairFunctionsAndCorrelations) {
  auto atoms = shakenAlloy();
  const auto report = describe(atoms);
  EXPECT_EQ(report.pairs.structureFactor.partials.size(), 3U);
  EXPECT_EQ(report.pairs.structureFactor.totals.size(), 4U);
  EXPECT_FALSE(report.pairs.shells.empty());
  EXPECT_EQ(report.pairs.fields.size(), report.settings.correlate.size());
  EXPECT_TRUE(report.motifs.rankings.empty());  // nothing to rank by, and nothing asked for by name
  EXPECT_FALSE(report.order.tetrahedra.has_value());
}

/// Moran's neighbours are those within the first minimum of g(r), which is not 4 angstrom here.
TEST(Describe, moransNeighboursAreThoseOfTheFirstShell) {
  auto atoms = shakenAlloy();
  const auto report = describe(atoms);
  auto settings = report.settings.correlation;
  settings.neighbour_A = report.pairs.radial.front().firstMinimum_A;
  ASSERT_GT(std::abs(settings.neighbour_A - 4), 0.1);
  const auto& field = report.pairs.fields[1];
  const auto alone = fieldCorrelation(atoms, atoms.columns.at(field.field), settings);
  EXPECT_EQ(field.moran, alone.moran);
  EXPECT_EQ(field.moranZ, alone.moranZ);
}

TEST(Describe, siliconLikeNetworksGetTetrahedralOrder) {
  std::vector<Vec3> basis;
  for (const auto& f : samples::kFccBasis)
    for (const double shift : {0.0, 0.25}) basis.push_back(f + Vec3::Constant(shift));
  auto atoms = samples::crystal(samples::cubic(5.43), basis, {3, 3, 3}, 14);
  samples::shake(atoms, 0.1, 2);
  const auto report = describe(atoms);
  EXPECT_TRUE(report.order.tetrahedra.has_value());
  EXPECT_GT(report.order.tetrahedra->meanTetrahedrality, 0.9);
  EXPECT_TRUE(atoms.columns.has("low_density_cluster"));
}

TEST(Describe, hasTheSameBitsOnAnyNumberOfThreads) {
  auto one = shakenAlloy(), three = shakenAlloy();
  const int before = threadCount();
  setThreadCount(1);
  describe(one);
  setThreadCount(3);
  describe(three);
  setThreadCount(before);
  for (const auto& name : kColumns)
    EXPECT_EQ(one.columns.at(name).values, three.columns.at(name).values) << name;
}

TEST(Describe, oneAtomIsEnough) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(2.5, 2.5, 2.5));
  atoms.add(29, Vec3::Zero());
  const auto report = describe(atoms);
  EXPECT_NEAR(atoms.columns.at("voronoi_volume_A3").values[0], 15.625, 1e-9);
  EXPECT_EQ(report.species[0].coordination, 6);
}

}  // namespace
}  // namespace glasscope::voronoi
