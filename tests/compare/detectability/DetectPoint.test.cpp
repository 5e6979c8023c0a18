#include "compare/detectability/DetectPoint.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

DetectPoint pointAt(double thickness_A, double dose_e_per_A2, bool visible,
                    double smallestAuc = 0.6) {
  DetectPoint point;
  point.condition.thickness_A = thickness_A;
  point.condition.probe_fwhm_A = 4.3;
  point.condition.dose_e_per_A2 = dose_e_per_A2;
  point.found.descriptor = "icosahedron";
  point.found.signal = "symmetry_6";
  point.found.auc = {0.7, 0.65, 0.75, 5, true};
  point.found.visible = visible;
  point.found.smallestAuc = smallestAuc;
  return point;
}

constexpr double kClean = std::numeric_limits<double>::infinity();

// A dose counts only when every higher one shows the pair: the lucky 1e3 does not.
TEST(DetectPoint, saysFromWhichDoseOnAPairIsVisible) {
  const auto said =
      detectSentences({pointAt(40, kClean, true), pointAt(40, 1e3, true), pointAt(40, 1e4, false),
                       pointAt(40, 1e5, true), pointAt(80, kClean, true), pointAt(80, 1e5, false),
                       pointAt(200, kClean, false)});
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0],
            "icosahedron is visible in symmetry_6: from 1e+05 e/A^2 on (40 A thick, probe 0.43 nm, "
            "defocus 0 A): "
            "AUC 0.70, 0.65 to 0.75, 5 replicas; without noise only (80 A thick, probe 0.43 nm, "
            "defocus 0 A): "
            "AUC 0.70, 0.65 to 0.75, 5 replicas");
}

TEST(DetectPoint, saysWhatWouldHaveBeenSeen) {
  const auto said =
      detectSentences({pointAt(40, kClean, false, 0.62), pointAt(80, kClean, false, 0.58)});
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0],
            "icosahedron is not visible in symmetry_6: an AUC of 0.58 or more would have been "
            "(80 A thick, probe 0.43 nm, defocus 0 A)");
}

// A foil that is not cut has no thickness in the case.
TEST(DetectPoint, calledWholeIsASampleThatIsNotCut) {
  EXPECT_NE(
      detectSentences({pointAt(0, kClean, false)})[0].find("(the whole sample, probe 0.43 nm"),
      std::string::npos);
}

TEST(DetectPoint, speaksOfTheLargestFractionAlone) {
  DetectPoint rare = pointAt(40, kClean, true);
  rare.found.topFraction = 0.05;
  EXPECT_NE(detectSentences({rare, pointAt(40, kClean, false)})[0].find("not visible"),
            std::string::npos);
}

TEST(DetectPoint, tableHasOneLineAPoint) {
  const std::string table = detectTable({pointAt(40, 1e4, true), pointAt(80, kClean, false)});
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 3);
  EXPECT_NE(table.find("\n40,4.3,0,10000,icosahedron,symmetry_6,0.1,0.70000,0.65000,0.75000,"),
            std::string::npos);
  EXPECT_NE(table.find("\n80,4.3,0,inf,"), std::string::npos);
  const std::string heading = table.substr(0, table.find('\n'));
  const std::string line =
      table.substr(heading.size() + 1, table.find('\n', heading.size() + 1) - heading.size() - 1);
  EXPECT_EQ(std::count(heading.begin(), heading.end(), ','),
            std::count(line.begin(), line.end(), ','));
}

}  // namespace
}  // namespace glasscope::compare
