#include "compare/files/Comparison.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/files/ReductionsFile.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

ReductionsFile someReductions() {
  ReductionsFile file;
  file.signals = {planted::smoothNoise(16, 1, 61, 2, true),
                  planted::smoothNoise(16, 1, 61, 5, true)};
  file.signals[0].name = "zz_first";
  file.signals[0].origin_A = {0.1, 1.0 / 3};
  file.signals[0].pixel_A = {0.1, 0.3};
  file.signals[1].values(2, 3) = std::nan("");
  file.findings.scan = "nanodiffraction";
  Curves curves;
  curves.name = "fluctuation";
  curves.title = "Fluctuation";
  curves.description = "what it is";
  curves.xLabel = "k";
  curves.xUnit = "1/angstrom";
  curves.yLabel = "V";
  curves.yUnit = "1";
  curves.logarithmic = true;
  curves.x = {0.1, 0.25, 0.3};
  curves.curves = {{"V_r", {1, std::nan(""), 3}, {}}, {"V_omega", {4, 5, 6}, {0.1, 0.2, 0.3}}};
  file.findings.curves = {curves};
  file.findings.numbers = {{"speckle size", 1.5, std::nan(""), "angstrom", "a \"note\""}};
  file.reductions.emplace();
  file.reductions->meanPattern = Array2<double>(6, 8, 0.5);
  file.reductions->meanPattern(2, 7) = 3;
  file.reductions->qStep_invA = 0.05;
  file.reductions->used.ringInner_invA = 0.3;
  file.reductions->used.maxSymmetry = 8;
  return file;
}

TEST(ReductionsFile, comesBackAsItWent) {
  const TemporaryFolder folder;
  const ReductionsFile file = someReductions();
  file.write(folder / "reductions.h5");
  const ReductionsFile back = ReductionsFile::read(folder / "reductions.h5");
  ASSERT_EQ(back.signals.size(), 2u);
  EXPECT_EQ(back.signals[0].name, "zz_first");
  EXPECT_EQ(back.signals[0].origin_A, file.signals[0].origin_A);
  EXPECT_EQ(back.signals[0].pixel_A, file.signals[0].pixel_A);
  EXPECT_TRUE(back.signals[0].periodic);
  EXPECT_EQ(back.signals[0].values(5, 6), file.signals[0].values(5, 6));
  EXPECT_TRUE(std::isnan(back.signals[1].values(2, 3)));
  ASSERT_EQ(back.findings.curves.size(), 1u);
  const Curves &a = file.findings.curves[0], &b = back.findings.curves[0];
  EXPECT_EQ(back.findings.scan, "nanodiffraction");
  EXPECT_EQ(b.title, a.title);
  EXPECT_EQ(b.description, a.description);
  EXPECT_EQ(b.xLabel, a.xLabel);
  EXPECT_EQ(b.xUnit, a.xUnit);
  EXPECT_EQ(b.yLabel, a.yLabel);
  EXPECT_EQ(b.yUnit, a.yUnit);
  EXPECT_TRUE(b.logarithmic);
  EXPECT_EQ(b.x, a.x);
  ASSERT_EQ(b.curves.size(), 2u);
  EXPECT_EQ(b.curves[0].name, "V_r");
  EXPECT_TRUE(b.curves[0].error.empty());
  EXPECT_TRUE(std::isnan(b.curves[0].y[1]));
  EXPECT_EQ(b.curves[1].y, a.curves[1].y);
  EXPECT_EQ(b.curves[1].error, a.curves[1].error);
  ASSERT_EQ(back.findings.numbers.size(), 1u);
  EXPECT_EQ(back.findings.numbers[0].value, 1.5);
  EXPECT_TRUE(std::isnan(back.findings.numbers[0].error));
  EXPECT_EQ(back.findings.numbers[0].note, "a \"note\"");
  ASSERT_TRUE(back.reductions);
  EXPECT_EQ(back.reductions->meanPattern.nx(), 6);
  EXPECT_EQ(back.reductions->meanPattern(2, 7), 3);
  EXPECT_EQ(back.reductions->qStep_invA, 0.05);
  EXPECT_EQ(back.reductions->used.ringInner_invA, 0.3);
  EXPECT_EQ(back.reductions->used.maxSymmetry, 8);
}

TEST(ReductionsFile, ofAnotherKindIsRefused) {
  const TemporaryFolder folder;
  EXPECT_THROW(ReductionsFile::read(folder / "absent.h5"), Error);
  writeFileAtomically(folder / "text.h5", "no HDF5");
  EXPECT_THROW(ReductionsFile::read(folder / "text.h5"), Error);
}

TEST(Comparison, isPutTogetherOfTheFilesOfItsScans) {
  const TemporaryFolder folder;
  const ScanPaths haadf{"haadf", folder / "a_truth.h5", folder / "a.h5"};
  const ScanPaths patterns{"nanodiffraction", folder / "b_truth.h5", folder / "b.h5"};
  Map2 truth = planted::smoothNoise(16, 1, 61, 0, true);
  truth.name = truthName("voronoi_volume_A3", "haadf");
  EXPECT_EQ(truth.name, "voronoi_volume_A3@haadf");
  writeTruths(haadf, {truth});
  Map2 other = truth;
  other.name = truthName("voronoi_volume_A3", "nanodiffraction");
  other.values(0, 0) = 7;
  writeTruths(patterns, {other});
  ReductionsFile image;
  image.findings.scan = "haadf";
  image.signals = {truth};
  image.signals.front().name = "haadf";
  image.write(haadf.reductions);
  someReductions().write(patterns.reductions);
  const AssociationFiles table{folder / "rows.csv", folder / "about.json"};
  table.write({});
  const Comparison all = readComparison({haadf, patterns}, table);
  ASSERT_EQ(all.truths.size(), 2u);
  EXPECT_EQ(all.truths[0].name, truth.name);
  EXPECT_EQ(all.truths[1].name, other.name);
  EXPECT_EQ(all.truths[1].values(0, 0), 7);
  EXPECT_TRUE(all.truths[0].periodic);
  ASSERT_EQ(all.signals.size(), 3u);
  EXPECT_EQ(all.signals[0].name, "haadf");
  ASSERT_EQ(all.findings.size(), 2u);
  ASSERT_EQ(all.reductions.size(), 1u);
  EXPECT_EQ(all.reductions[0].scan, patterns.scan);
}

TEST(AssociationFiles, comeBackAsTheyWent) {
  const TemporaryFolder folder;
  const AssociationFiles files{folder / "associations.csv", folder / "associations.json"};
  AssociationTable table = associate({planted::smoothNoise(16, 1, 61, 0, true)},
                                     {planted::smoothNoise(16, 1, 61, 1, true)});
  table.rows.front().descriptor = "a \"quoted\", name";
  AssociationRow unknown = table.rows.front();
  unknown.correlation.pearson = std::nan("");
  table.rows.push_back(unknown);
  files.write(table);
  const AssociationTable back = files.read();
  ASSERT_EQ(back.rows.size(), 2u);
  EXPECT_EQ(back.method, table.method);
  EXPECT_EQ(back.settings.seed, table.settings.seed);
  const AssociationRow &a = table.rows[0], &b = back.rows[0];
  EXPECT_EQ(b.descriptor, a.descriptor);
  EXPECT_EQ(b.significance.kind, a.significance.kind);
  EXPECT_EQ(b.correlation.pearson, a.correlation.pearson);
  EXPECT_EQ(b.significance.pSurrogate, a.significance.pSurrogate);
  EXPECT_EQ(b.pixels, a.pixels);
  EXPECT_EQ(b.claim.significant, a.claim.significant);
  EXPECT_EQ(b.top.averagePrecision, a.top.averagePrecision);
  EXPECT_TRUE(std::isnan(back.rows[1].correlation.pearson));
  writeFileAtomically(folder / "associations.csv", "descriptor,signal\nonly one\n");
  EXPECT_THROW(files.read(), Error);
}

}  // namespace
}  // namespace glasscope::compare
