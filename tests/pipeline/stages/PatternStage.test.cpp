// Patterns of a source that is no point, as a user makes them.
#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

class PatternStage : public ProgramTest {
 protected:
  PatternStage() : input_(writeFrames("glass.xyz", 1)) {}

  fs::path patternsOf(const std::string& out, const std::vector<std::string>& more = {}) const {
    const Outcome outcome =
        run(with(with(quickly({"multislice", input_.string(), "-o", (folder_ / out).string()}),
                      {"haadf.enabled=false", "snapshots.thermal_motion=none",
                       "nanodiffraction.detectors=[\"name=bf kind=disc outer_mrad=6\"]"}),
                 more));
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
    return folder_ / out / "signals/nanodiffraction/signal.h5";
  }

  fs::path input_;
};

// A source blurs over positions: of a scan over the whole periodic sample the mean pattern is that
// of a point, and every pattern is another one. Scans of the point source do not stay behind.
TEST_F(PatternStage, aSourceKeepsTheMeanPatternAndLeavesNothingBehind) {
  const EmdDatacube point(patternsOf("point"));
  const EmdDatacube source(patternsOf("source", {"nanodiffraction.source_fwhm_A=3"}));
  const DatacubeShape& shape = point.shape();
  ASSERT_TRUE(shape.periodicScan);
  ASSERT_EQ(source.shape().qx, shape.qx);
  Array2<double> mean(shape.qx, shape.qy), blurred = mean;
  double apart = 0, most = 0;
  for (int rx = 0; rx < shape.rx; ++rx) {
    for (int ry = 0; ry < shape.ry; ++ry) {
      const Array2<float> a = point.pattern(rx, ry), b = source.pattern(rx, ry);
      for (std::size_t i = 0; i < a.size(); ++i) {
        mean[i] += a[i];
        blurred[i] += b[i];
        apart = std::max(apart, std::abs(static_cast<double>(a[i]) - b[i]));
      }
    }
  }
  for (const double value : mean) most = std::max(most, value);
  EXPECT_GT(apart, 1e-3 * most / (shape.rx * shape.ry));
  // Single precision of sums of 36 patterns, of which the last has been rounded once more.
  for (std::size_t i = 0; i < mean.size(); ++i) EXPECT_NEAR(blurred[i], mean[i], 1e-5 * most);
  // Its detectors see the same source.
  const auto brightField = [&](const char* run) {
    return readEmdMaps(folder_ / run / "signals/nanodiffraction/detectors.h5").front().values;
  };
  const auto sharp = brightField("point"), soft = brightField("source");
  double sum = 0, softSum = 0;
  for (std::size_t i = 0; i < sharp.size(); ++i) {
    sum += sharp[i];
    softSum += soft[i];
  }
  EXPECT_NEAR(softSum, sum, 1e-6 * sum);
  EXPECT_NE(soft[7], sharp[7]);
  for (const auto& entry : fs::recursive_directory_iterator(folder_ / "source"))
    EXPECT_EQ(entry.path().string().find("_point"), std::string::npos) << entry.path();
}

}  // namespace
}  // namespace glasscope
