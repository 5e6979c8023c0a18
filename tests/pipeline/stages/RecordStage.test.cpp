// What is recorded of scans of patterns with a series, as a user asks for it.
#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

class RecordStageTest : public ProgramTest {};

// One clean scan recorded twice with the same dose: two exposures of one specimen, whose electrons
// have nothing to do with each other.
TEST_F(RecordStageTest, everyMemberOfADoseSeriesHasElectronsOfItsOwn) {
  const auto input = writeFrames("glass.xyz", 1);
  const std::string series = "{key=\"record.dose_e_per_A2\", values=[500, 500]}";
  const Outcome outcome =
      run(with(quickly({"run", input.string(), "-o", (folder_ / "run").string()}),
               {"snapshots.thermal_motion=none", "haadf.enabled=false",
                "nanodiffraction.snapshots=1", "nanodiffraction.scan_nx=2",
                "nanodiffraction.scan_ny=2", "nanodiffraction.series=" + series}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  std::vector<std::filesystem::path> recorded;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder_ / "run/signals/nanodiffraction")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with("_recorded.h5")) recorded.push_back(entry.path());
  }
  ASSERT_EQ(recorded.size(), 2u);
  const Array2<float> one = EmdDatacube(recorded[0]).pattern(1, 1),
                      other = EmdDatacube(recorded[1]).pattern(1, 1);
  double sum = 0;
  int different = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    sum += one[i];
    different += one[i] != other[i];
  }
  EXPECT_GT(sum, 0);
  EXPECT_GT(different, 0);
}

}  // namespace
}  // namespace glasscope
