#include "multislice/detectors/DetectorSettings.h"

#include <gtest/gtest.h>

#include "core/settings/BoundFields.h"
#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

DetectorSettings detectorOf(const std::string& words) {
  DetectorSettings detector;
  setFields(detector, recordOfWords(words));
  return detector;
}

std::vector<DetectorSettings> checked(const std::vector<std::string>& texts) {
  std::vector<DetectorSettings> detectors;
  for (const std::string& text : texts) detectors.push_back(detectorOf(text));
  checkDetectors(detectors);
  return detectors;
}

TEST(DetectorSettings, areReadOfEveryKind) {
  const auto detectors = checked(
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

TEST(DetectorSettings, areRefusedWhenTheyMakeNoSense) {
  for (const char* text :
       {"kind=disc outer_mrad=10", "name=a kind=ring outer_mrad=1", "name=a outer_mrad=x",
        "name=a outer_mrad", "name=a outer_mrad=5 inner_mrad=7", "name=a outer_mrad=5 inner_mrad=5",
        "name=a colour=red outer_mrad=1", "name=a/b outer_mrad=1", "name=a outer_mrad=-1",
        "name=a kind=segmented outer_mrad=1 sectors=2.5",
        "name=a kind=segmented outer_mrad=1 sectors=0",
        "name=a kind=segmented outer_mrad=1 rings=4097", ""}) {
    EXPECT_THROW(checked({text}), Error) << text;
  }
  EXPECT_THROW(checked({"name=a outer_mrad=1", "name=a outer_mrad=2"}), Error);
}

}  // namespace
}  // namespace glasscope::multislice
