#include "compare/files/ComparisonFile.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedTables.h"

namespace glasscope::compare {
namespace {

class ComparisonFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("glasscope_cmp_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

FilmScore someScore() {
  FilmScore score;
  score.method = "linear";
  score.nccValid = 0.9;
  score.residualShift_A = {0.1, -0.2};
  score.frc = {{0.1, 0.9, 0.5, 12}, {0.2, 0.8, 0.4, 24}};
  score.image = planted::smoothNoise(16, 1, 61, 3, false);
  return score;
}

TEST_F(ComparisonFiles, comeBackAsTheyWent) {
  ComparisonFile file;
  file.truths = {planted::smoothNoise(16, 1, 61, 0, true),
                 planted::smoothNoise(16, 1, 61, 1, true)};
  file.truths[1].values(3, 4) = std::nan("");
  file.truths[0].name = "zz_first";
  file.signals = {planted::smoothNoise(16, 1, 61, 2, true)};
  Map2 constant = file.signals[0];
  constant.name = "constant";
  for (double& v : constant.values) v = 3;
  file.table =
      associate({AssociationGroup{{file.truths[0], constant}, file.signals, {file.truths[0]}, {}}},
                planted::plainSettings(19));
  file.provenance = "{\"seed\": 1}";
  file.reductions.emplace();
  file.reductions->meanPattern = Array2<double>(8, 8, 0.5);
  file.reductions->used.ringInner_invA = 0.3;
  Curves curves{"fluctuation", "V(k)", "Variances.", "k", "1/angstrom", "V", "1", true, {1, 2}, {}};
  curves.curves = {{"V_r", {0.5, std::nan("")}, {0.1, 0.2}}, {"V_re", {3, 4}, {}}};
  file.findings = {{"haadf", {}, {{"correlation length", 2.5, 0.5, "angstrom", "to 1/e"}}},
                   {"nanodiffraction", {curves}, {}}};
  file.film.emplace();
  file.film->measured = file.signals[0];
  file.film->valid = Array2<unsigned char>(16, 16, 1);
  file.film->linearFixed = file.film->linearFitted = file.film->multislice = someScore();
  file.film->verdict = "It depends.";
  const auto path = folder_ / "comparison.h5";
  file.write(path);
  EXPECT_FALSE(std::filesystem::exists(partialPath(path)));

  const ComparisonFile back = ComparisonFile::read(path);
  ASSERT_EQ(back.truths.size(), 2u);
  EXPECT_EQ(back.truths[0].name, "zz_first");
  EXPECT_TRUE(back.truths[0].periodic);
  EXPECT_EQ(back.truths[0].values(5, 6), file.truths[0].values(5, 6));
  EXPECT_TRUE(std::isnan(back.truths[1].values(3, 4)));
  ASSERT_EQ(back.table.rows.size(), 2u);
  EXPECT_EQ(back.table.rows[1].pearson, file.table.rows[1].pearson);
  EXPECT_EQ(back.table.rows[1].surrogateKind, file.table.rows[1].surrogateKind);
  EXPECT_EQ(back.table.method, file.table.method);
  ASSERT_EQ(back.findings.size(), 2u);
  EXPECT_EQ(back.findings[0].scan, "haadf");
  ASSERT_EQ(back.findings[0].numbers.size(), 1u);
  EXPECT_EQ(back.findings[0].numbers[0].value, 2.5);
  EXPECT_EQ(back.findings[0].numbers[0].error, 0.5);
  EXPECT_EQ(back.findings[0].numbers[0].unit, "angstrom");
  ASSERT_EQ(back.findings[1].curves.size(), 1u);
  const Curves& read = back.findings[1].curves[0];
  EXPECT_EQ(read.title, "V(k)");
  EXPECT_EQ(read.xUnit, "1/angstrom");
  EXPECT_TRUE(read.logarithmic);
  EXPECT_EQ(read.x, curves.x);
  ASSERT_EQ(read.curves.size(), 2u);
  EXPECT_TRUE(std::isnan(read.curves[0].y[1]));
  EXPECT_EQ(read.curves[0].error, curves.curves[0].error);
  EXPECT_EQ(read.curves[1].y, curves.curves[1].y);
  EXPECT_TRUE(read.curves[1].error.empty());
  for (std::size_t i = 0; i < 2; ++i) {
    const AssociationRow &one = back.table.rows[i], &two = file.table.rows[i];
    EXPECT_EQ(one.role, two.role);
    EXPECT_EQ(one.verdict, two.verdict);
    EXPECT_EQ(one.advice, two.advice);
    EXPECT_EQ(one.partialLow, two.partialLow);
    EXPECT_EQ(one.pFamily, two.pFamily);
    EXPECT_EQ(one.smallestSeen, two.smallestSeen);
  }
  EXPECT_EQ(back.table.rows[1].role, RowRole::null);
  EXPECT_EQ(back.table.tested, file.table.tested);
  EXPECT_EQ(back.table.surrogates, 19);
  EXPECT_EQ(back.table.floorFdr, file.table.floorFdr);
  ASSERT_EQ(back.table.leftOut.size(), 1u);
  EXPECT_EQ(back.table.leftOut[0].why, file.table.leftOut[0].why);
  EXPECT_EQ(back.reductions->used.ringInner_invA, 0.3);
  EXPECT_EQ(back.film->verdict, "It depends.");
  EXPECT_EQ(back.film->multislice.frc.at(1).correlation, 0.8);
  EXPECT_EQ(back.film->multislice.residualShift_A.y(), -0.2);
  EXPECT_EQ(back.film->valid(3, 3), 1);
  EXPECT_EQ(back.provenance, file.provenance);
}

TEST_F(ComparisonFiles, mayLackEverything) {
  ComparisonFile().write(folder_ / "empty.h5");
  const ComparisonFile back = ComparisonFile::read(folder_ / "empty.h5");
  EXPECT_TRUE(back.truths.empty());
  EXPECT_TRUE(back.table.rows.empty());
  EXPECT_FALSE(back.reductions || back.film || !back.findings.empty());
}

TEST_F(ComparisonFiles, refuseOtherFiles) {
  EXPECT_THROW(ComparisonFile::read(folder_ / "absent.h5"), Error);
  std::ofstream(folder_ / "text.h5") << "no HDF5";
  EXPECT_THROW(ComparisonFile::read(folder_ / "text.h5"), Error);
}

}  // namespace
}  // namespace glasscope::compare
