#include "pipeline/imaging/BeamFractions.h"

#include <cmath>
#include <functional>
#include <string>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

std::string refusal(const std::function<void()>& check) {
  try {
    check();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "";
}

// Counts that begin behind the first rows are counts, too.
TEST(BeamFractions, everyPatternOfAScanIsLookedAt) {
  DatacubeShape shape;
  shape.rx = shape.ry = 3;
  shape.qx = shape.qy = 2;
  MemoryDatacube scan(shape, std::vector<float>(36, 0.25F));
  requireBeamFractions(scan, "scan.h5");
  Array2<float> counts(2, 2, 0.25F);
  counts(1, 0) = 0.4F;
  scan.set(2, 1, counts);
  EXPECT_THAT(refusal([&] { requireBeamFractions(scan, "scan.h5"); }),
              testing::AllOf(HasSubstr("scan.h5"), HasSubstr("(2, 1) sums up to 1.15"),
                             HasSubstr("--beam_counts")));
  counts(1, 0) = 0.255F;  // rounding of sums
  counts(0, 0) = std::nanf("");
  scan.set(2, 1, counts);
  requireBeamFractions(scan, "scan.h5");
}

Map2 mapOf(const std::string& name, double most) {
  Map2 map;
  map.name = name;
  map.unit = std::string("1");  // gcc 12 warns of the assignment of a letter (its bug 105329)
  map.values = Array2<double>(3, 3, 0.5);
  map.values(1, 2) = most;
  return map;
}

TEST(BeamFractions, noDetectorGetsMoreThanTheBeam) {
  requireDetectorFractions(std::vector<Map2>{mapOf("adf", 1), mapOf("bf", 1.005)}, "maps.h5");
  EXPECT_THAT(
      refusal([&] {
        requireDetectorFractions(std::vector<Map2>{mapOf("adf", 1), mapOf("bf", 1.2)}, "maps.h5");
      }),
      HasSubstr("'bf' has 1.2 at pixel (1, 2)"));
  // What is no intensity may be any number.
  Map2 angle = mapOf("com_x", 7);
  angle.unit = "mrad";
  requireDetectorFractions(std::vector<Map2>{angle, mapOf("adf_standard_error", 7)}, "maps.h5");
}

// Interference puts several times the beam into a pixel and takes it from others.
TEST(BeamFractions, anImageOfAPlaneWaveMayExceedTheBeamInPixelsAndNotInTheMean) {
  requireImageFractions(std::vector<Map2>{mapOf("image", 4)}, "image.h5");
  EXPECT_THAT(
      refusal([&] {
        requireImageFractions(std::vector<Map2>{mapOf("image", 4), mapOf("image", 8)}, "i.h5");
      }),
      HasSubstr("mean of 1.333"));
}

// A hundredth more than the beam is rounding, and a tenth more in the mean of an image is what its
// surroundings lose.
TEST(BeamFractions, limitsAreWhereTheyAreSaidToBe) {
  const auto pattern = [](float sum) {
    DatacubeShape shape;
    shape.rx = shape.ry = 1;
    shape.qx = shape.qy = 2;
    const MemoryDatacube scan(shape, std::vector<float>(4, 0.25F * sum));
    return refusal([&] { requireBeamFractions(scan, "scan.h5"); }).empty();
  };
  EXPECT_TRUE(pattern(1.009F));
  EXPECT_FALSE(pattern(1.011F));
  const auto detector = [](double most) {
    return refusal(
               [&] { requireDetectorFractions(std::vector<Map2>{mapOf("adf", most)}, "maps.h5"); })
        .empty();
  };
  EXPECT_TRUE(detector(1.009));
  EXPECT_FALSE(detector(1.011));
  const auto image = [](double mean) {
    Map2 map = mapOf("image", 0);
    for (double& value : map.values) value = mean;
    map.values(0, 1) = std::nan("");  // counts neither way
    return refusal([&] { requireImageFractions(std::vector<Map2>{map}, "image.h5"); }).empty();
  };
  EXPECT_TRUE(image(1.099));
  EXPECT_FALSE(image(1.101));
}

}  // namespace
}  // namespace glasscope::pipeline
