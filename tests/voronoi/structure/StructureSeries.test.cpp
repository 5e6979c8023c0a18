#include "voronoi/structure/StructureSeries.h"

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/system/Progress.h"
#include "tests/voronoi/Samples.h"
#include "voronoi/pairs/RadialDistribution.h"
#include "voronoi/structure/Describe.h"

namespace glasscope::voronoi {
namespace {

Atoms alloy(double noise, std::uint64_t seed) {
  auto atoms = samples::crystal(samples::cubic(3.9), samples::kFccBasis, {4, 4, 4});
  samples::shake(atoms, noise, seed);
  for (std::size_t i = 0; i < atoms.size(); i += 3) atoms.atomicNumbers[i] = 40;
  atoms.step = static_cast<std::int64_t>(10 * seed);
  return atoms;
}

double find(const StructureSeries& series, const std::string& name, std::size_t frame) {
  for (const auto& q : series.quantities)
    if (q.name == name) return q.values.at(frame);
  ADD_FAILURE() << name;
  return NAN;
}

class StructureSeriesOf : public testing::Test {
 protected:
  void SetUp() override { Progress::setQuiet(true); }
};

/// The frame that the reference was made from must come out as the reference says.
TEST_F(StructureSeriesOf, oneFrameIsItsReport) {
  const auto frame = alloy(0.25, 1);
  auto described = frame;
  const auto report = describe(described);
  const auto series = structureSeries(std::vector{frame}, SeriesKind::trajectory, report);
  EXPECT_EQ(series.step, std::vector<std::int64_t>{10});
  EXPECT_NEAR(find(series, "mean_volume_A3", 0), report.meanVolume_A3, 1e-12);
  EXPECT_NEAR(find(series, "coordination", 0), report.chemistry.meanCoordination, 1e-12);
  EXPECT_NEAR(find(series, "icosahedra_Cu", 0), report.species[0].icosahedra, 1e-12);
  EXPECT_NEAR(find(series, "cargill_spaepen", 0), report.chemistry.cargillSpaepen, 1e-12);
  EXPECT_NEAR(find(series, "crystal_fraction", 0), report.order.grains.fraction, 1e-12);
  ASSERT_FALSE(report.pairs.shells.empty());
  for (const auto& shell : report.pairs.shells) {
    const auto name = fmt::format("shell_{}_neighbours", shell.number);
    const auto of = shell.neighbour == 0
                        ? name
                        : fmt::format("{}_{}_{}", name, elementSymbol(shell.centre),
                                      elementSymbol(shell.neighbour));
    EXPECT_NEAR(find(series, of, 0), shell.neighbours, 1e-9) << of;
  }
  EXPECT_TRUE(series.pairs.empty()) << "one frame has no error";
  const auto& motif = report.motifs.counts.front();
  EXPECT_NEAR(find(series, "motif_Cu_" + motif.index.text(), 0), motif.fraction, 1e-12);
  EXPECT_TRUE(std::isnan(series.quantities.front().error));
}

/// What the report holds of its own sample must be what the series computes of the same atoms.
TEST_F(StructureSeriesOf, describedAtomsAreNotComputedAgainAndGiveTheSameBits) {
  const std::vector frames = {alloy(0.25, 1), alloy(0.25, 2)};
  auto described = frames[1];
  const auto report = describe(described);
  const auto again = structureSeries(frames, SeriesKind::replicas, report);
  const auto known = structureSeries(frames, SeriesKind::replicas, report, &described);
  ASSERT_EQ(known.quantities.size(), again.quantities.size());
  for (std::size_t q = 0; q < again.quantities.size(); ++q) {
    EXPECT_EQ(known.quantities[q].name, again.quantities[q].name);
    EXPECT_EQ(known.quantities[q].values, again.quantities[q].values) << again.quantities[q].name;
  }
}

/// Every row of the table over conventions, for an error over samples.
TEST_F(StructureSeriesOf, theSpreadTableIsAmongTheQuantities) {
  const auto frame = alloy(0.25, 1);
  auto described = frame;
  const auto report = describe(described);
  const auto series = structureSeries(std::vector{frame}, SeriesKind::replicas, report);
  ASSERT_EQ(report.motifs.spread.size(), 14u);
  for (const auto& row : report.motifs.spread) {
    const auto how = std::string(row.weighting == Weighting::plain ? "(plain; " : "(radical; ") +
                     row.convention.text() + ")";
    EXPECT_EQ(find(series, "icosahedra_Cu " + how, 0), row.icosahedra[0]) << how;
    EXPECT_EQ(find(series, "icosahedra_Zr " + how, 0), row.icosahedra[1]) << how;
    EXPECT_EQ(find(series, "valid_fraction " + how, 0), row.validFraction) << how;
  }
}

/// g(r) of the frames, by hand: their mean and its error in every bin.
TEST_F(StructureSeriesOf, pairDistributionsAreMeansOverTheFramesWithErrors) {
  const std::vector frames = {alloy(0.2, 1), alloy(0.2, 2), alloy(0.2, 3)};
  auto described = frames[0];
  const auto report = describe(described);
  const auto series = structureSeries(frames, SeriesKind::trajectory, report, &described);
  ASSERT_EQ(series.pairs.size(), report.pairs.radial.size());
  RadialSettings settings = report.pairs.settings;
  std::vector<std::vector<RadialDistribution>> each;
  for (const Atoms& frame : frames) each.push_back(radialDistributions(frame, settings));
  double largest = 0;
  for (std::size_t pair = 0; pair < series.pairs.size(); ++pair) {
    const auto& mean = series.pairs[pair];
    EXPECT_EQ(mean.centre, report.pairs.radial[pair].centre);
    EXPECT_EQ(mean.neighbour, report.pairs.radial[pair].neighbour);
    ASSERT_EQ(mean.r_A, report.pairs.radial[pair].r_A);
    for (std::size_t bin = 0; bin < mean.g.size(); ++bin) {
      const double a = each[0][pair].g[bin], b = each[1][pair].g[bin], c = each[2][pair].g[bin];
      const double middle = (a + b + c) / 3;
      const double squares =
          std::pow(a - middle, 2) + std::pow(b - middle, 2) + std::pow(c - middle, 2);
      EXPECT_NEAR(mean.g[bin], middle, 1e-12);
      EXPECT_NEAR(mean.error[bin], std::sqrt(squares / 6), 1e-12);
      largest = std::max(largest, mean.error[bin]);
    }
  }
  EXPECT_GT(largest, 0);
  EXPECT_TRUE(structureSeries(frames, SeriesKind::process, report).pairs.empty());
}

/// Heating has no mean: its values count.
TEST_F(StructureSeriesOf, aProcessHasNoMeans) {
  const std::vector frames = {alloy(0.1, 1), alloy(0.2, 2), alloy(0.3, 3)};
  auto described = frames[2];
  const auto report = describe(described);
  const auto process = structureSeries(frames, SeriesKind::process, report);
  const auto motion = structureSeries(frames, SeriesKind::trajectory, report);
  EXPECT_NE(process.errorMethod.find("none"), std::string::npos);
  for (std::size_t q = 0; q < motion.quantities.size(); ++q) {
    EXPECT_EQ(process.quantities[q].values, motion.quantities[q].values);
    EXPECT_TRUE(std::isnan(process.quantities[q].mean));
    EXPECT_TRUE(std::isnan(process.quantities[q].error));
  }
  EXPECT_NEAR(motion.quantities[1].mean,
              (motion.quantities[1].values[0] + motion.quantities[1].values[1] +
               motion.quantities[1].values[2]) /
                  3,
              1e-12);
}

/// Bonds of all frames are as long as those of the reference.
TEST_F(StructureSeriesOf, followsTetrahedralOrder) {
  std::vector<Vec3> basis;
  for (const auto& f : samples::kFccBasis)
    for (const double shift : {0.0, 0.25}) basis.push_back(f + Vec3::Constant(shift));
  auto warm = samples::crystal(samples::cubic(5.43), basis, {3, 3, 3}, 14);
  auto hot = warm;
  samples::shake(warm, 0.1, 2);
  samples::shake(hot, 0.25, 2);
  auto described = warm;
  const auto report = describe(described);
  const auto series = structureSeries(std::vector{warm, hot}, SeriesKind::replicas, report);
  EXPECT_EQ(find(series, "mean_tetrahedrality", 0), report.order.tetrahedra->meanTetrahedrality);
  EXPECT_EQ(find(series, "low_density_fraction", 0), report.order.tetrahedra->lowDensityFraction);
  EXPECT_EQ(find(series, "high_density_fraction", 0), report.order.tetrahedra->highDensityFraction);
  EXPECT_EQ(find(series, "bonds_per_atom", 0), report.order.tetrahedra->bondsPerAtom);
  EXPECT_LT(find(series, "mean_tetrahedrality", 1),
            report.order.tetrahedra->meanTetrahedrality - 0.05);
}

/// More noise, fewer crystal-like atoms: the series follows the process.
TEST_F(StructureSeriesOf, followsAProcess) {
  std::vector<Atoms> frames;
  for (int i = 0; i < 4; ++i) frames.push_back(alloy(0.05 + 0.15 * i, 1));
  auto described = frames[0];
  const auto report = describe(described);
  const auto series = structureSeries(frames, SeriesKind::trajectory, report);
  EXPECT_GT(find(series, "crystal_fraction", 0), 0.95);
  EXPECT_LT(find(series, "crystal_fraction", 3), 0.1);
}

TEST_F(StructureSeriesOf, replicasHaveTheStandardErrorOfTheirMean) {
  std::vector<Atoms> frames;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) frames.push_back(alloy(0.25, seed));
  auto described = frames[0];
  StructureSettings light;
  light.spreadTable = false;
  const auto series = structureSeries(frames, SeriesKind::replicas, describe(described, light));
  ASSERT_GT(series.quantities.size(), 3u);
  for (const auto& q : series.quantities) {
    const double a = q.values[0], b = q.values[1], c = q.values[2], m = (a + b + c) / 3;
    EXPECT_NEAR(q.mean, m, 1e-12);
    const double s2 = ((a - m) * (a - m) + (b - m) * (b - m) + (c - m) * (c - m)) / 2;
    EXPECT_NEAR(q.error, std::sqrt(s2 / 3), 1e-12) << q.name;
  }
}

/// For white noise, blocking changes nothing beyond its own scatter; for a chain that keeps 0.9 of
/// its value, the error is larger by sqrt((1 + 0.9) / (1 - 0.9)) = 4.4.
TEST_F(StructureSeriesOf, blockingFindsCorrelatedErrors) {
  std::vector<double> white, chain;
  Random random(1, "blocking_test");
  double x = 0;
  for (int i = 0; i < 16384; ++i) {
    const double noise = random.normal();
    white.push_back(noise);
    x = 0.9 * x + std::sqrt(1 - 0.81) * noise;
    chain.push_back(x);
  }
  // The largest of twelve estimates, the last of them from four blocks: up to twice the truth.
  EXPECT_NEAR(blockedError(white) * 128, 1.3, 0.7);
  EXPECT_GT(blockedError(chain) * 128, 3.5);
  EXPECT_LT(blockedError(chain) * 128, 9);
  EXPECT_TRUE(std::isnan(blockedError(std::vector<double>{1})));
}

}  // namespace
}  // namespace glasscope::voronoi
