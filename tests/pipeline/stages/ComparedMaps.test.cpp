// Which maps a comparison holds against each other.
#include <cmath>

#include "compare/files/AssociationFiles.h"
#include "compare/files/ReductionsFile.h"
#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

class ComparedMapsTest : public ProgramTest {};

// The control that stands for another sample is this one seen along another edge: a map of its own,
// and not that of the descriptor under another name. The foil is as thick as the cubic box, so that
// nothing but the direction differs.
TEST_F(ComparedMapsTest, theOtherSampleIsSeenFromAnotherSide) {
  const auto input = writeFrames("glass.xyz", 1);
  const Outcome outcome =
      run(with(quickly({"run", input.string(), "-o", (folder_ / "run").string()}),
               {"snapshots.thermal_motion=none", "nanodiffraction.enabled=false",
                "haadf.snapshots=1", "compare.descriptors=[\"voronoi_volume_A3\"]"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const std::filesystem::path signals = folder_ / "run/signals";
  const compare::AssociationFiles files{signals / "associations.csv",
                                        signals / "associations.json"};
  double own = std::nan(""), replica = std::nan("");
  for (const AssociationRow& row : files.read().rows) {
    if (row.descriptor.starts_with("voronoi_volume_A3")) own = row.correlation.pearson;
    if (row.descriptor.starts_with("null_independent_replica")) replica = row.correlation.pearson;
  }
  ASSERT_TRUE(std::isfinite(own));
  ASSERT_TRUE(std::isfinite(replica));
  EXPECT_GT(std::abs(own - replica), 0.01);
}

// A thickness that was measured stands among the truths of the scan, and the comparison knows it by
// its content.
TEST_F(ComparedMapsTest, aGivenThicknessIsACovariateOfEveryScan) {
  const auto input = writeFrames("glass.xyz", 1);
  Map2 thickness;
  thickness.name = "thickness";
  thickness.unit = "nm";
  thickness.values = Array2<double>(30, 30);
  thickness.pixel_A = {0.5, 0.5};
  const auto compareAgain = [&](double bump) {
    for (int x = 0; x < 30; ++x)
      for (int y = 0; y < 30; ++y)
        thickness.values(x, y) = 2 + bump * std::cos(0.4 * x) * std::cos(0.5 * y);
    writeEmdMaps(folder_ / "thickness.h5", {thickness}, {});
    return run(with(quickly({"compare", input.string(), "-o", (folder_ / "run").string()}),
                    {"snapshots.thermal_motion=none", "nanodiffraction.enabled=false",
                     "haadf.snapshots=1", "compare.descriptors=[\"voronoi_volume_A3\"]",
                     "compare.thickness_file=" + (folder_ / "thickness.h5").string()}));
  };
  const Outcome first = compareAgain(0.1);
  ASSERT_EQ(first.status, 0) << first.errors;
  EXPECT_THAT(first.errors, testing::HasSubstr("nothing was registered"));
  const auto given = [&] {
    for (const Map2& map : readEmdMaps(folder_ / "run/signals/haadf/truth.h5"))
      if (map.name.starts_with("given_thickness")) return map.values(0, 0);
    return std::nan("");
  };
  // Steps of 13 / 6 angstrom average four pixels of half an angstrom each way.
  const double before = given();
  EXPECT_NEAR(before, 20, 1);
  const Outcome second = compareAgain(0.3);
  ASSERT_EQ(second.status, 0) << second.errors;
  EXPECT_THAT(second.errors, testing::HasSubstr("haadf: nothing has changed"));
  EXPECT_THAT(second.errors, testing::Not(testing::HasSubstr("compare: nothing has changed")));
  EXPECT_NE(given(), before);
}

// The point spread that the record gave to the patterns is the camera that V(k) is corrected for.
TEST_F(ComparedMapsTest, theCameraOfTheRecordReachesTheReductions) {
  const auto input = writeFrames("glass.xyz", 1);
  const Outcome outcome = run(
      with(quickly({"compare", input.string(), "-o", (folder_ / "run").string()}),
           {"snapshots.thermal_motion=none", "haadf.enabled=false", "nanodiffraction.snapshots=1",
            "record.mtf=[1, 0.9, 0.7]", "compare.dependence_surrogates=0"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto file =
      compare::ReductionsFile::read(folder_ / "run/signals/nanodiffraction/reductions.h5");
  double passed = std::nan("");
  for (const Quantity& q : file.findings.numbers)
    if (q.name == "variance of pixels that the camera passed on") passed = q.value;
  EXPECT_GT(passed, 0.49);  // of the highest frequency
  EXPECT_LT(passed, 0.999);
}

}  // namespace
}  // namespace glasscope
