#include "compare/measured/MatlabFile.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

using testing::ElementsAre;

// An element of a MAT-file of level 5: its type, its length, its bytes, filled up to whole words.
std::string element(std::uint32_t type, std::string bytes) {
  const std::string head =
      samples::bytesOf(std::vector<std::uint32_t>{type, static_cast<std::uint32_t>(bytes.size())});
  while (bytes.size() % 8 != 0) bytes += '\0';
  return head + bytes;
}

// A matrix of class `kind` (6 double, 11 uint16) whose numbers are of `type` (9 double, 4 uint16).
std::string matrix(const std::string& name, const std::vector<std::int32_t>& shape,
                   std::uint32_t kind, std::uint32_t type, const std::string& numbers) {
  const std::string flags = samples::bytesOf(std::vector<std::uint32_t>{kind, 0});
  return element(14, element(6, flags) + element(5, samples::bytesOf(shape)) + element(1, name) +
                         element(type, numbers));
}

std::string file(const std::string& content) {
  std::string head = "MATLAB 5.0 MAT-file, planted";
  head.resize(124, ' ');
  return head + samples::bytesOf(std::vector<std::uint16_t>{0x0100, 0x4d49}) + content;
}

// MATLAB's first index is the fastest: element (1, 2) of a 2 by 3 matrix is the sixth.
TEST(MatlabFile, readsArraysByTheirIndices) {
  const TemporaryFolder folder;
  const auto path = samples::write(
      folder / "a.mat",
      file(
          matrix("image", {2, 3}, 6, 9, samples::bytesOf(samples::counted<double>(6))) +
          matrix("stack", {2, 2, 2}, 11, 4, samples::bytesOf(samples::counted<std::uint16_t>(8)))));
  const auto measured = openMeasured(path);
  EXPECT_EQ(measured->format(), "MATLAB 5");
  ASSERT_EQ(measured->arrays().size(), 2U);
  EXPECT_EQ(measured->arrays()[0].path, "image");
  EXPECT_THAT(measured->read(0, {0, 0}, {2, 3}), ElementsAre(0, 2, 4, 1, 3, 5));
  EXPECT_THAT(measured->read(0, {1, 1}, {1, 2}), ElementsAre(3, 5));
  EXPECT_THAT(measured->read(1, {0, 1, 0}, {2, 1, 2}), ElementsAre(2, 6, 3, 7));
}

TEST(MatlabFile, refusesCutFilesAndFilesWithoutNumbers) {
  const TemporaryFolder folder;
  const std::string whole =
      file(matrix("image", {16, 16}, 6, 9, samples::bytesOf(samples::counted<double>(256))));
  for (const double part : {0.05, 0.25, 0.5, 0.75}) {
    const auto path = samples::write(folder / "a.mat", samples::part(whole, part));
    EXPECT_THROW(openMeasured(path)->read(0, {0, 0}, {16, 16}), Error) << part;
  }
  EXPECT_THROW(openMeasured(samples::write(folder / "a.mat", file(""))), Error);
}

}  // namespace
}  // namespace glasscope::compare
