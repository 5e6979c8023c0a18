#include "pipeline/report/ReportOrder.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "core/formats/H5md.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(ReportOrder, ranksNumbersAndAnswersButNoLabelsAndNothingThatIsAlikeForAll) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(10));
  for (int i = 0; i < 5; ++i) {
    atoms.atomicNumbers.push_back(29);
    atoms.positions.emplace_back(i, i, i);
    atoms.ids.push_back(i + 1);
  }
  atoms.columns.add({"volume_A3", "angstrom^3", "a number", {1, 2, 3, 4, kNaN}});
  atoms.columns.add({"tail", "1", "yes or no", {0, 0, 1, 1, kNaN}});
  atoms.columns.add({"kind", "1", "a label", {1, 2, 1, 2, kNaN}});
  atoms.columns.add({"surface", "1", "no, wherever the others are defined", {0, 0, 0, 0, 1}});
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  std::filesystem::create_directories(run.path(Product::descriptors).parent_path());
  writeH5md(run.path(Product::descriptors), "reference", atoms, "");
  report::ReportData data;
  addAtoms(data, Case(), run);
  ASSERT_TRUE(data.structure.descriptorMatrix.has_value());
  EXPECT_THAT(data.structure.descriptorMatrix->names, testing::ElementsAre("volume_A3", "tail"));
  // Ranks 1 2 3 4 against 1.5 1.5 3.5 3.5: covariance 4 over the root of 5 times 4.
  ASSERT_EQ(data.structure.descriptorMatrix->values.size(), 4U);
  EXPECT_NEAR(data.structure.descriptorMatrix->values[1], 4 / std::sqrt(20.0), 1e-12);
  EXPECT_DOUBLE_EQ(data.structure.descriptorMatrix->values[0], 1);
}

}  // namespace
}  // namespace glasscope::pipeline
