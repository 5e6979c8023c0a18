#include "compare/measured/TiffFile.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

using testing::ElementsAre;

/// A TIFF file of one strip a page, after the specification (TIFF 6.0), in either byte order.
class TiffBytes {
 public:
  explicit TiffBytes(bool bigEndian) : big_(bigEndian) {
    bytes_ = big_ ? std::string("MM\0*", 4) : std::string("II*\0", 4);
    bytes_ += std::string(4, '\0');  // where the first page is described
    link_ = 4;
  }
  /// Pages are described behind their numbers; `format`: 1 unsigned, 2 signed, 3 real.
  void page(std::uint32_t width, std::uint32_t height, std::uint16_t bits, std::uint16_t format,
            const std::string& numbers, const std::string& description = "",
            std::uint16_t samples = 1) {
    const auto strip = static_cast<std::uint32_t>(bytes_.size());
    bytes_ += numbers;
    const auto text = static_cast<std::uint32_t>(bytes_.size());
    bytes_ += description + '\0';
    const auto resolution = static_cast<std::uint32_t>(bytes_.size());
    bytes_ += whole(4) + whole(1);  // four pixels a unit
    bytes_.replace(link_, 4, whole(static_cast<std::uint32_t>(bytes_.size())));
    const std::vector<std::string> entries{
        entry(256, 4, width),
        entry(257, 4, height),
        entry(258, 3, bits),
        entry(259, 3, 1),
        entry(262, 3, 1),
        entry(270, 2, text, static_cast<std::uint32_t>(description.size()) + 1),
        entry(273, 4, strip),
        entry(277, 3, samples),
        entry(278, 4, height),
        entry(279, 4, static_cast<std::uint32_t>(numbers.size())),
        entry(282, 5, resolution),
        entry(283, 5, resolution),
        entry(339, 3, format)};
    bytes_ += half(static_cast<std::uint16_t>(entries.size()));
    for (const std::string& one : entries) bytes_ += one;
    link_ = bytes_.size();
    bytes_ += std::string(4, '\0');
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string half(std::uint16_t v) const { return samples::bytesOf(std::vector{v}, big_); }
  std::string whole(std::uint32_t v) const { return samples::bytesOf(std::vector{v}, big_); }
  std::string entry(std::uint16_t tag, std::uint16_t type, std::uint32_t value,
                    std::uint32_t count = 1) const {
    const bool isShort = type == 3;
    return half(tag) + half(type) + whole(count) +
           (isShort ? half(static_cast<std::uint16_t>(value)) + half(0) : whole(value));
  }
  bool big_;
  std::string bytes_;
  std::size_t link_ = 0;
};

TEST(TiffFile, readsEveryTypeInEitherByteOrder) {
  const TemporaryFolder folder;
  const auto readsBack = [&](bool big, std::uint16_t bits, std::uint16_t format,
                             const std::string& numbers) {
    TiffBytes tiff(big);
    tiff.page(3, 2, bits, format, numbers);
    const auto file = openMeasured(samples::write(folder / "a.tif", tiff.bytes()));
    ASSERT_EQ(file->arrays()[0].axes.size(), 2U);
    EXPECT_EQ(file->arrays()[0].axes[0].size, 2U);
    EXPECT_FALSE(std::isfinite(file->arrays()[0].axes[0].step));  // dots per inch are no scale
    EXPECT_THAT(file->read(0, {0, 0}, {2, 3}), ElementsAre(0, 1, 2, 3, 4, 5))
        << big << bits << format;
    EXPECT_THAT(file->read(0, {1, 1}, {1, 2}), ElementsAre(4, 5));
  };
  for (const bool big : {false, true}) {
    readsBack(big, 8, 1, samples::bytesOf(samples::counted<std::uint8_t>(6)));
    readsBack(big, 16, 1, samples::bytesOf(samples::counted<std::uint16_t>(6), big));
    readsBack(big, 16, 2, samples::bytesOf(samples::counted<std::int16_t>(6), big));
    readsBack(big, 32, 2, samples::bytesOf(samples::counted<std::int32_t>(6), big));
    readsBack(big, 32, 3, samples::bytesOf(samples::counted<float>(6), big));
    readsBack(big, 64, 3, samples::bytesOf(samples::counted<double>(6), big));
  }
}

TEST(TiffFile, pagesAreFrames) {
  const TemporaryFolder folder;
  TiffBytes tiff(false);
  for (std::uint8_t page = 0; page < 3; ++page)
    tiff.page(2, 1, 8, 1, samples::bytesOf(std::vector<std::uint8_t>{page, 9}));
  const auto file = openMeasured(samples::write(folder / "a.tif", tiff.bytes()));
  EXPECT_EQ(file->arrays()[0].axes[0].role, AxisRole::frame);
  EXPECT_THAT(file->read(0, {1, 0, 0}, {2, 1, 2}), ElementsAre(1, 9, 2, 9));
}

// Four pixels a unit; ImageJ writes the micrometre as \u00B5m.
TEST(TiffFile, takesThePixelFromImageJ) {
  const TemporaryFolder folder;
  TiffBytes tiff(true);
  tiff.page(1, 1, 8, 1, "x", "ImageJ=1.53\nunit=\\u00B5m\nmin=0\n");
  const auto file = openMeasured(samples::write(folder / "a.tif", tiff.bytes()));
  EXPECT_EQ(file->format(), "TIFF (ImageJ)");
  EXPECT_EQ(file->arrays()[0].axes[1].unit, "um");
  EXPECT_DOUBLE_EQ(file->arrays()[0].axes[1].step, 0.25);
}

TEST(TiffFile, refusesColoursPagesOfSeveralSizesAndCutFiles) {
  const TemporaryFolder folder;
  TiffBytes colours(false);
  colours.page(1, 1, 8, 1, "rgb", "", 3);
  EXPECT_THROW(openMeasured(samples::write(folder / "a.tif", colours.bytes())), Error);
  TiffBytes sizes(false);
  sizes.page(2, 1, 8, 1, "ab");
  sizes.page(1, 2, 8, 1, "ab");
  EXPECT_THROW(openMeasured(samples::write(folder / "a.tif", sizes.bytes())), Error);
  TiffBytes whole(false);
  whole.page(16, 16, 8, 1, std::string(256, 'x'));
  for (const double part : {0.25, 0.5, 0.75})
    EXPECT_THROW(openMeasured(samples::write(folder / "a.tif", samples::part(whole.bytes(), part))),
                 Error)
        << part;
  TiffBytes short_(false);
  short_.page(16, 16, 8, 1, "too few");
  const auto file = openMeasured(samples::write(folder / "a.tif", short_.bytes()));
  EXPECT_THROW(file->read(0, {0, 0}, {16, 16}), Error);
}

}  // namespace
}  // namespace glasscope::compare
