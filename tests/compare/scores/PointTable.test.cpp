#include "compare/scores/PointTable.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::compare {
namespace {

std::vector<Vec2> read(const std::string& text) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "points.csv", text);
  return readPointTable(folder / "points.csv", {0.5, 0.25});
}

TEST(PointTable, readsPixelsAndLengths) {
  EXPECT_THAT(read("x_pixel,y_pixel\n1,2\n3.5,-4\n"),
              testing::ElementsAre(Vec2(1, 2), Vec2(3.5, -4)));
  // Columns in any order among others, comments, blanks, the ends of lines and the mark of Windows.
  EXPECT_THAT(read("\xef\xbb\xbf# found\r\ny_A , z, x_A\r\n\r\n 1, 7, 2e1\r\n"),
              testing::ElementsAre(Vec2(40, 4)));
  // As a spreadsheet of a country with decimal commas separates columns.
  EXPECT_THAT(read("x_pixel;y_pixel\n1;2\n"), testing::ElementsAre(Vec2(1, 2)));
  // Of both kinds the pixels are taken.
  EXPECT_THAT(read("x_A,y_A,x_pixel,y_pixel\n8,9,1,2\n"), testing::ElementsAre(Vec2(1, 2)));
}

TEST(PointTable, refusesWhatIsNoTableOfPoints) {
  for (const char* text :
       {"", "# nothing\n", "x_pixel,y_pixel\n", "1,2\n3,4\n", "x_pixel,y_A\n1,2\n",
        "x_pixel,y_pixel\n1,2\n3\n", "x_pixel,y_pixel\n1,2,3\n", "x_pixel,y_pixel\nnan,1\n",
        "x_pixel,y_pixel\n1,x\n", "x_pixel,y_pixel,x_pixel\n1,2,3\n"})
    EXPECT_THROW(read(text), Error) << text;
}

}  // namespace
}  // namespace glasscope::compare
