#include "pipeline/imaging/ResultFiles.h"

#include <gmock/gmock.h>

#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

// A scan is compared when it is on, upright and of the foil as it lies: each alone decides.
TEST(ResultFiles, comparedAreUprightRastersOfTheFoilAsItLies) {
  const auto comparable = [](const std::function<void(ScanCase&)>& change) {
    ScanCase scan;
    change(scan);
    return isComparable(scan);
  };
  EXPECT_TRUE(comparable([](ScanCase&) {}));
  EXPECT_TRUE(comparable([](ScanCase& s) { s.series = {"defocus_A", {1, 2}}; }));
  EXPECT_TRUE(comparable([](ScanCase& s) { s.records = ScanRecord::patterns; }));
  EXPECT_FALSE(comparable([](ScanCase& s) { s.enabled = false; }));
  EXPECT_FALSE(comparable([](ScanCase& s) { s.kind = ScanKind::line; }));
  EXPECT_FALSE(comparable([](ScanCase& s) { s.kind = ScanKind::list; }));
  EXPECT_FALSE(comparable([](ScanCase& s) { s.rotation_deg = 1; }));
  EXPECT_FALSE(comparable([](ScanCase& s) { s.series = {"tilt_deg", {1, 2}}; }));
  Case c;
  c.scans.resize(3);
  c.scans[0].name = "one";
  c.scans[1].name = "off";
  c.scans[1].enabled = false;
  c.scans[2].name = "two";
  EXPECT_THAT(comparableScans(c), testing::ElementsAre("one", "two"));
}

TEST(ResultFiles, everyResultHasItsPlace) {
  EXPECT_EQ(comparedScan("run", "haadf").scan, "haadf");
  EXPECT_EQ(comparedScan("run", "haadf").truth, "run/signals/haadf/truth.h5");
  EXPECT_EQ(comparedScan("run", "haadf").reductions, "run/signals/haadf/reductions.h5");
  EXPECT_EQ(associationFiles("run").rows, "run/signals/associations.csv");
  EXPECT_EQ(associationFiles("run").about, "run/signals/associations.json");
}

TEST(ResultFiles, whatIsNoFileIsNoMeasuredFilm) {
  const TemporaryFolder folder;
  Case c;
  EXPECT_FALSE(isMeasuredFilm(c));
  c.configuration.file = folder.path().string();
  EXPECT_FALSE(isMeasuredFilm(c)) << "a folder";
  writeFileAtomically(folder / "glass.xyz", "1\n\nCu 0 0 0\n");
  c.configuration.file = (folder / "glass.xyz").string();
  EXPECT_FALSE(isMeasuredFilm(c));
}

}  // namespace
}  // namespace glasscope::pipeline
