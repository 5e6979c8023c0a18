// Which maps a comparison holds against each other.
#include <cmath>

#include "compare/files/AssociationFiles.h"
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

}  // namespace
}  // namespace glasscope
