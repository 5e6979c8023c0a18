#include "compare/measured/MrcFile.h"

#include <gmock/gmock.h>

#include "compare/measured/importMeasured.h"
#include "core/formats/Emd.h"
#include "core/formats/Mrc.h"
#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

using testing::ElementsAre;

TEST(MrcFile, readsModesInEitherByteOrder) {
  const TemporaryFolder folder;
  const auto path = folder / "a.mrc";
  const auto readsBack = [&](std::int32_t mode, const std::string& numbers, bool big) {
    samples::write(path, samples::mrcHead(3, 2, 1, mode, 6, big) + numbers);
    const auto file = openMeasured(path);
    EXPECT_EQ(file->format(), "MRC");
    const auto& axes = file->arrays()[0].axes;
    ASSERT_EQ(axes.size(), 2U);
    EXPECT_EQ(axes[0].size, 2U);
    EXPECT_DOUBLE_EQ(axes[0].step, 3);  // a cell of 6 angstrom over 2 rows
    EXPECT_DOUBLE_EQ(axes[1].step, 2);
    EXPECT_THAT(file->read(0, {0, 0}, {2, 3}), ElementsAre(0, 1, 2, 3, 4, 5)) << mode << big;
  };
  for (const bool big : {false, true}) {
    readsBack(0, samples::bytesOf(samples::counted<std::int8_t>(6)), big);
    readsBack(1, samples::bytesOf(samples::counted<std::int16_t>(6), big), big);
    readsBack(2, samples::bytesOf(samples::counted<float>(6), big), big);
    readsBack(6, samples::bytesOf(samples::counted<std::uint16_t>(6), big), big);
  }
}

// Columns are x: what this program writes comes back as it was.
TEST(MrcFile, givesBackTheMapsThatWereWritten) {
  const TemporaryFolder folder;
  Map2 map;
  map.values = Array2<double>(3, 2);
  for (std::size_t i = 0; i < 6; ++i) map.values[i] = static_cast<double>(i);
  map.pixel_A = {0.5, 0.25};
  writeMrcStack(folder / "a.mrc", std::span(&map, 1), "planted");
  importMeasured(folder / "a.mrc", {}, folder / "a.h5");
  const Map2 back = readEmdMaps(folder / "a.h5").front();
  ASSERT_EQ(back.nx(), 3);
  EXPECT_TRUE(std::equal(back.values.begin(), back.values.end(), map.values.begin()));
  EXPECT_NEAR(back.pixel_A.x(), 0.5, 1e-6);
  EXPECT_NEAR(back.pixel_A.y(), 0.25, 1e-6);
}

// The numbers begin behind the extended head.
TEST(MrcFile, skipsTheExtendedHead) {
  const TemporaryFolder folder;
  const auto path = folder / "a.mrc";
  std::string head = samples::mrcHead(2, 1, 2, 1, 1);
  head[92] = 16;
  samples::write(path,
                 head + std::string(16, 'x') + samples::bytesOf(samples::counted<std::int16_t>(4)));
  EXPECT_THAT(openMeasured(path)->read(0, {1, 0, 0}, {1, 1, 2}), ElementsAre(2, 3));
}

TEST(MrcFile, refusesCutFilesAndComplexNumbers) {
  const TemporaryFolder folder;
  const auto path = folder / "a.mrc";
  const std::string whole =
      samples::mrcHead(16, 16, 4, 2, 1) + samples::bytesOf(samples::counted<float>(1024));
  for (const double part : {0.1, 0.25, 0.5, 0.75}) {
    samples::write(path, samples::part(whole, part));
    EXPECT_THROW(openMeasured(path), Error) << part;
  }
  samples::write(path, samples::mrcHead(2, 1, 1, 4, 1) + std::string(16, '\0'));
  EXPECT_THROW(openMeasured(path), Error);
}

// No cell, or a negative one as a detector's software writes it, tells no pixel.
TEST(MrcFile, asksForThePixelThatTheCellDoesNotTell) {
  const TemporaryFolder folder;
  for (const float cell : {0.0F, -20.0F}) {
    const auto path =
        samples::write(folder / "a.mrc", samples::mrcHead(2, 2, 1, 1, cell) +
                                             samples::bytesOf(samples::counted<std::int16_t>(4)));
    try {
      importMeasured(path, {}, folder / "a.h5");
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.remedy(), testing::HasSubstr("--pixel_A"));
    }
  }
}

}  // namespace
}  // namespace glasscope::compare
