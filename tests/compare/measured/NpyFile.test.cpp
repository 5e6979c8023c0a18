#include "compare/measured/NpyFile.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

using testing::ElementsAre;

TEST(NpyFile, readsEveryTypeInEitherByteOrder) {
  const TemporaryFolder folder;
  const auto path = folder / "a.npy";
  const auto readsBack = [&](const std::string& descr, const std::string& numbers) {
    samples::write(path, samples::npy(descr, "(2, 3)", numbers));
    const auto file = openMeasured(path);
    EXPECT_EQ(file->arrays().front().path, "/") << "it has no name";
    EXPECT_THAT(file->read(0, {0, 0}, {2, 3}), ElementsAre(0, 1, 2, 3, 4, 5)) << descr;
  };
  readsBack("|u1", samples::bytesOf(samples::counted<std::uint8_t>(6)));
  readsBack("|i1", samples::bytesOf(samples::counted<std::int8_t>(6)));
  readsBack("<i2", samples::bytesOf(samples::counted<std::int16_t>(6)));
  readsBack(">u2", samples::bytesOf(samples::counted<std::uint16_t>(6), true));
  readsBack("<i4", samples::bytesOf(samples::counted<std::int32_t>(6)));
  readsBack(">u4", samples::bytesOf(samples::counted<std::uint32_t>(6), true));
  readsBack("<i8", samples::bytesOf(samples::counted<std::int64_t>(6)));
  readsBack("<f4", samples::bytesOf(samples::counted<float>(6)));
  readsBack(">f4", samples::bytesOf(samples::counted<float>(6), true));
  readsBack("<f8", samples::bytesOf(samples::counted<double>(6)));
  // 0, 1, 2, 3, 4, 5 as IEEE 754 binary16.
  readsBack("<f2", samples::bytesOf(
                       std::vector<std::uint16_t>{0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500}));
}

// A block of one array element by element; the Fortran order of the same array gives the same.
TEST(NpyFile, readsBlocksInBothOrdersOfAxes) {
  const TemporaryFolder folder;
  const std::size_t shape[] = {2, 3, 4};
  std::vector<float> c = samples::counted<float>(24), f(24);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t k = 0; k < 4; ++k)
        f[i + shape[0] * (j + shape[1] * k)] = c[(i * 3 + j) * 4 + k];
  const auto inC = openMeasured(
      samples::write(folder / "c.npy", samples::npy("<f4", "(2, 3, 4)", samples::bytesOf(c))));
  const auto inF = openMeasured(samples::write(
      folder / "f.npy", samples::npy("<f4", "(2, 3, 4)", samples::bytesOf(f), true)));
  EXPECT_EQ(inF->arrays()[0].axes[0].size, 2U);
  EXPECT_THAT(inC->read(0, {1, 0, 1}, {1, 3, 2}), ElementsAre(13, 14, 17, 18, 21, 22));
  EXPECT_THAT(inF->read(0, {1, 0, 1}, {1, 3, 2}), ElementsAre(13, 14, 17, 18, 21, 22));
  EXPECT_EQ(inC->read(0, {0, 0, 0}, {2, 3, 4}), inF->read(0, {0, 0, 0}, {2, 3, 4}));
}

TEST(NpyFile, refusesWhatIsCutMissizedOrNoNumbers) {
  const TemporaryFolder folder;
  const auto path = folder / "a.npy";
  const std::string whole =
      samples::npy("<f4", "(8, 8)", samples::bytesOf(samples::counted<float>(64)));
  for (const double part : {0.02, 0.25, 0.5, 0.75, 0.999}) {
    samples::write(path, samples::part(whole, part));
    EXPECT_THROW(openMeasured(path), Error) << part;
  }
  samples::write(path, whole + "more");
  EXPECT_THROW(openMeasured(path), Error);
  samples::write(path, samples::npy("<f4", "(9999999999, 9999999999, 9999999999)", "1234"));
  EXPECT_THROW(openMeasured(path), Error);
  for (const char* descr : {"<c8", "|O", "|S4", "<U1", "<f3"}) {
    samples::write(path, samples::npy(descr, "(1,)", "12345678"));
    EXPECT_THROW(openMeasured(path), Error) << descr;
  }
}

}  // namespace
}  // namespace glasscope::compare
