#include "multislice/detectors/ParseDetector.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

TEST(ParseDetector, understandsEveryKind) {
  const auto detectors = parseDetectors(
      {"name=bf kind=disc outer_mrad=10", "kind=annulus name=abf inner_mrad=11 outer_mrad=22",
       "name=seg kind=segmented outer_mrad=24.5 rings=2 sectors=8 rotation_deg=-45",
       "name=com kind=com outer_mrad=40"});
  ASSERT_EQ(detectors.size(), 4u);
  EXPECT_EQ(detectors[0].kind, DetectorKind::annular);
  EXPECT_EQ(detectors[1].inner_mrad, 11);
  EXPECT_EQ(detectors[2].kind, DetectorKind::segmented);
  EXPECT_EQ(detectors[2].signals().size(), 16u);
  EXPECT_EQ(detectors[2].rotation_deg, -45);
  EXPECT_EQ(detectors[3].kind, DetectorKind::centreOfMass);
}

TEST(ParseDetector, refusesWhatItDoesNotUnderstand) {
  for (const char* text :
       {"kind=disc outer_mrad=10", "name=a kind=ring outer_mrad=1", "name=a outer_mrad=x",
        "name=a outer_mrad", "name=a outer_mrad=5 inner_mrad=7", "name=a colour=red outer_mrad=1",
        "name=a/b outer_mrad=1", "name=a kind=segmented outer_mrad=1 sectors=2.5", ""}) {
    EXPECT_THROW(parseDetectors({text}), Error) << text;
  }
  EXPECT_THROW(parseDetectors({"name=a outer_mrad=1", "name=a outer_mrad=2"}), Error);
}

}  // namespace
}  // namespace glasscope::multislice
