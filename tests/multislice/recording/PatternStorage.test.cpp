#include "multislice/recording/PatternStorage.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"

namespace glasscope::multislice {
namespace {

TEST(PatternStorage, holdsTwiceTheDiscOfTheProbeAndNeverMoreThanTheBeam) {
  const ElectronBeam beam(200);
  DatacubeShape shape;
  shape.qStep_invA = 0.01;
  const double radius = beam.frequency_invA(5);
  // In vacuum the beam is spread evenly over pi radius^2 / step^2 pixels.
  EXPECT_DOUBLE_EQ(usualFullScale(beam, 5, shape), 2e-4 / (constants::kPi * radius * radius));
  EXPECT_LT(usualFullScale(beam, 10, shape), usualFullScale(beam, 5, shape));
  EXPECT_EQ(usualFullScale(beam, 0.1, shape), 1);
}

TEST(PatternStorage, scalesEachTypeSoThatTheFullScaleFits) {
  const double full = 0.013;
  const DatacubeStorage plain = patternStorage(NumberType::float32, full, 0, 3);
  EXPECT_EQ(plain.type, NumberType::float32);
  EXPECT_EQ(plain.scale, DatacubeStorage().scale);
  EXPECT_EQ(plain.compression, 3);
  const DatacubeStorage half = patternStorage(NumberType::float16, full, 1e-4, 1);
  EXPECT_EQ(half.type, NumberType::float16);
  EXPECT_EQ(std::log2(half.scale), std::round(std::log2(half.scale)));  // rounds nothing
  EXPECT_LE(full / half.scale, 32768);
  EXPECT_GT(full / half.scale, 16384);
  const DatacubeStorage whole = patternStorage(NumberType::uint16, full, 0, 1);
  EXPECT_DOUBLE_EQ(full / whole.scale, 65535);
  // Counts of a detector stay whole.
  EXPECT_EQ(patternStorage(NumberType::uint16, full, 1e-4, 1).scale, 1e-4);
}

}  // namespace
}  // namespace glasscope::multislice
