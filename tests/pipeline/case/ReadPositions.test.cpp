#include "pipeline/case/ReadPositions.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ReadPositionsTest : public testing::Test {
 protected:
  std::vector<double> read(const std::string& text) const {
    writeFileAtomically(folder_ / "positions.txt", text);
    return readPositions(folder_ / "positions.txt");
  }
  std::string refusal(const std::string& text) const {
    try {
      read(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
      return error.problem();
    }
    return "";
  }
  TemporaryFolder folder_;
};

TEST_F(ReadPositionsTest, areXAndYOfOneAfterTheOther) {
  EXPECT_THAT(read("# x y\n1 2\n\n 3.5,4.5  # a corner\r\n\t-1e1\t0.25\n"),
              ElementsAre(1, 2, 3.5, 4.5, -10, 0.25));
  EXPECT_THAT(read("7, 8"), ElementsAre(7, 8)) << "without an end of the line";
}

TEST_F(ReadPositionsTest, theLineThatIsWrongIsNamed) {
  for (const char* line : {"3", "1 2 3", "x 2", "1 nan", "inf 2", "1 2x"})
    EXPECT_THAT(refusal(std::string("# first\n1 2\n") + line + "\n5 6\n"), HasSubstr("line 3"))
        << line;
  EXPECT_THAT(refusal("# nothing\n\n"), HasSubstr("no scan position"));
}

}  // namespace
}  // namespace glasscope::pipeline
