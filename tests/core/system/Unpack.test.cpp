#include "core/system/Unpack.h"

#include <cstdlib>
#include <iterator>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

/// Texts of many blocks, packed by the tools that people pack with.
class UnpackTest : public testing::TestWithParam<const char*> {
 protected:
  UnpackTest() {
    for (int i = 0; i < 40'000; ++i) text_ += std::to_string(i * i) + (i % 9 == 0 ? "\n" : " ");
  }
  std::string packed(const std::string& text) const {
    writeFileAtomically(folder_ / "plain", text);
    const std::string command = std::string(GetParam()) + " -c < '" + (folder_ / "plain").string() +
                                "' > '" + (folder_ / "packed").string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return readFile(folder_ / "packed");
  }
  std::string unpacked(const std::string& bytes) const {
    writeFileAtomically(folder_ / "file", bytes);
    const auto stream = unpack(folder_ / "file");
    return {std::istreambuf_iterator<char>(*stream), {}};
  }
  std::string refusal(const std::string& bytes) const {
    try {
      unpacked(bytes);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
      return error.why();
    }
    return "";
  }
  TemporaryFolder folder_;
  std::string text_;
};

TEST_P(UnpackTest, givesTheTextAndThatOfStreamsBehindEachOther) {
  EXPECT_TRUE(unpacked(packed(text_)) == text_);
  EXPECT_TRUE(unpacked(packed(text_) + packed("more\n")) == text_ + "more\n");
  EXPECT_TRUE(unpacked(text_) == text_);
  EXPECT_EQ(unpacked(""), "");
}

TEST_P(UnpackTest, refusesWhatIsCutDamagedOrFollowedBySomethingElse) {
  const std::string whole = packed(text_), second = packed("more\n");
  EXPECT_NE(refusal(whole.substr(0, whole.size() - 3)), "");
  EXPECT_NE(refusal(whole.substr(0, whole.size() / 2)), "");
  EXPECT_NE(refusal(whole + second.substr(0, second.size() - 3)), "");
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  EXPECT_NE(refusal(flipped), "");
  // What was appended without packing it would be lost without a word.
  EXPECT_NE(refusal(whole + "ITEM: TIMESTEP\n"), "");
  EXPECT_NE(refusal(whole + std::string(512, '\0') + "x"), "");
}

INSTANTIATE_TEST_SUITE_P(Formats, UnpackTest, testing::Values("gzip", "bzip2", "xz", "zstd"),
                         [](const auto& tool) { return std::string(tool.param); });

TEST(Unpack, letsZerosOfATapeStandBehindGzip) {
  const TemporaryFolder folder;
  const std::string command = "printf text | gzip -c > '" + (folder / "file").string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  writeFileAtomically(folder / "file", readFile(folder / "file") + std::string(512, '\0'));
  const auto stream = unpack(folder / "file");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(*stream), {}), "text");
}

}  // namespace
}  // namespace glasscope
