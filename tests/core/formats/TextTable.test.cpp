#include "core/formats/TextTable.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kRemedy = "write x and y";

class TextTableTest : public testing::Test {
 protected:
  TextTable read(const std::string& text, TableForm form = {"places", kRemedy}) const {
    writeFileAtomically(folder_ / "table.csv", text);
    return {folder_ / "table.csv", std::move(form)};
  }
  /// The whole message about a table, of which column y is read, or all where none has a name.
  std::string refusal(const std::string& text, const TableForm& form = {"places", kRemedy}) const {
    try {
      const TextTable table = read(text, form);
      if (form.head == TableHead::names)
        table.numbers(table.column("y"));
      else
        for (std::size_t column = 0; column < table.columns(); ++column) table.numbers(column);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
      return error.what();
    }
    return "";
  }
  TemporaryFolder folder_;
};

TEST_F(TextTableTest, isTheSameWhoeverWroteIt) {
  for (const char* text :
       {"x,y\n1,2.5\n-3,4e1\n", "x,y\r\n1,2.5\r\n-3,4e1\r\n", "\xef\xbb\xbfx,y\n1,2.5\n-3,4e1\n",
        "x;y\n1;2.5\n-3;4e1\n", "sep=;\nx;y\n1;2.5\n-3;4e1\n", "x\ty\n1\t2.5\n-3\t4e1\n",
        "x y\n1 2.5\n  -3   4e1\n", "x y\n1,2.5\n-3,4e1\n",
        "# of a program\n\nx,y\n1,2.5\n\n-3,4e1", "# x y\n1 2.5\n-3 4e1\n",
        "% x, y\n1,2.5\n-3,4e1\n", "\"x\",\"y\"\n\"1\",\"2.5\"\n-3,40\n",
        " x , y \n +1, 2.5 \n-3,4.0D+01\n", "x,y\n1,2.5\n# between\n-3,4E1\n"}) {
    const TextTable table = read(text);
    EXPECT_THAT(table.names(), ElementsAre("x", "y")) << text;
    ASSERT_EQ(table.rows(), 2u) << text;
    EXPECT_THAT(table.numbers(0), ElementsAre(1, -3)) << text;
    EXPECT_THAT(table.numbers(table.column("y")), ElementsAre(2.5, 40)) << text;
  }
}

TEST_F(TextTableTest, fieldsInQuotationMarksHoldWhatTheyLike) {
  const TextTable table = read("name,y\n\"a, \"\"b\"\"\nand; c\" ,1\n\"\",2\n  plain \" mark,3\n");
  ASSERT_EQ(table.rows(), 3u);
  EXPECT_EQ(table.text(0, 0), "a, \"b\"\nand; c");
  EXPECT_EQ(table.text(1, 0), "");
  EXPECT_EQ(table.text(2, 0), "plain \" mark");
  EXPECT_THAT(table.numbers(1), ElementsAre(1, 2, 3));
}

TEST_F(TextTableTest, saysFileLineColumnAndWhatIsWrong) {
  const auto about = [](const char* line, const char* why) {
    return AllOf(HasSubstr("table.csv', line "), HasSubstr(line), HasSubstr("places"),
                 HasSubstr(why));
  };
  const char* ofY = "line 3, column y,";
  EXPECT_THAT(refusal("x,y\n1,2\n3,four\n"), about(ofY, "'four' is not a number"));
  EXPECT_THAT(refusal("x,y\n1,2\n3,4x\n"), about(ofY, "'4x' is not a number"));
  EXPECT_THAT(refusal("x,y\n1,2\n3,\n"), about(ofY, "it is empty"));
  EXPECT_THAT(refusal("x,y\n1,2\n3,nan\n"), about(ofY, "'nan' is not finite"));
  EXPECT_THAT(refusal("x,y\n1,2\n3,-inf\n"), about(ofY, "not finite"));
  EXPECT_THAT(refusal("x,y\n1,2\n3,1e999\n"), about(ofY, "beyond the numbers"));
  EXPECT_THAT(refusal("x;y\n1;2\n3;4,5\n"), about(ofY, "'4,5' has a decimal comma"));
  EXPECT_THAT(refusal("x,y\n1,2\n3,5,4,5\n"), about("line 3", "decimal commas?"));
  EXPECT_THAT(refusal("x,y\n1,2\n3\n"), about("line 3", "1 values beside the 2 names"));
  EXPECT_THAT(refusal("x,y\n1,2\n3,4,\n"), about("line 3", "3 values beside the 2 names"));
  EXPECT_THAT(refusal("x,y\n1,2\n\"3,4\n5,6\n"), about("line 4", "no second one"));
  EXPECT_THAT(refusal("x,y\n1,2\n\"3\"4,5\n"), about("line 3", "behind a quotation mark"));
  EXPECT_THAT(refusal("x,y\r1,2\r3,4"), about("line 1", "carriage return"));
  EXPECT_THAT(refusal("1,2\n3,4\n"), about("line 1", "names of the columns"));
  EXPECT_THAT(refusal("# x,y,z\n1,2\n3,4\n"), about("line 2", "names of the columns"));
  const std::string twoBytes{'\xff', '\xfe', 'x', '\0', ',', '\0', 'y', '\0', '\n', '\0'};
  EXPECT_THAT(refusal(twoBytes), about("line 1", "two bytes a letter"));
  EXPECT_THAT(refusal("x,y\n1,2\n" + std::string(3, '\0') + "\n"), about("line 3", "zero"));
}

TEST_F(TextTableTest, saysWhatIsMissing) {
  EXPECT_THAT(refusal(""), AllOf(HasSubstr("holds no places"), HasSubstr("it is empty")));
  EXPECT_THAT(refusal("# only\n\n \n"), HasSubstr("every line is empty, a comment"));
  EXPECT_THAT(refusal("x,y\n"), HasSubstr("no line below its head"));
  EXPECT_THAT(refusal("x,z\n1,2\n"), AllOf(HasSubstr("no column y"), HasSubstr(kRemedy)));
  try {
    read("x_pixle,z\n1,2\n").column("x_pixel");
    FAIL() << "there is no such column";
  } catch (const Error& error) {
    EXPECT_THAT(error.why(), HasSubstr("(but x_pixle)"));
  }
  EXPECT_THAT(refusal("y,y\n1,2\n"), HasSubstr("names y more than once"));
}

TEST_F(TextTableTest, hasItsLimits) {
  std::string wide = "0";
  for (std::size_t i = 0; i < TextTable::kMostColumns; ++i) wide += ",0";
  EXPECT_THAT(refusal("x,y\n" + wide + "\n"), HasSubstr("more than 10000 columns"));
  EXPECT_THAT(refusal(std::string(wide).replace(0, 1, "y") + "\n"), HasSubstr("10000 columns"));
  std::string words = wide;
  std::replace(words.begin(), words.end(), ',', ' ');
  EXPECT_THAT(refusal(words, {"places", kRemedy, TableHead::none}), HasSubstr("10000 columns"));
  EXPECT_THAT(refusal("x,y\n" + std::string(2 << 20, '7')), HasSubstr("a line of more than"));
  EXPECT_THAT(refusal("x,y\n\"" + std::string(1 << 19, '7') + "\n" + std::string(1 << 20, '7')),
              HasSubstr("no second one"));
}

TEST_F(TextTableTest, withoutNamesIsTakenLineByLine) {
  const TableForm two{"places", kRemedy, TableHead::none, 2};
  const TextTable table = read("# x y\n1 2\n 3.5,4.5  # a corner\r\n\t-1e1\t0.25\n5;6", two);
  EXPECT_TRUE(table.names().empty());
  EXPECT_THAT(table.numbers(0), ElementsAre(1, 3.5, -10, 5));
  EXPECT_THAT(table.numbers(1), ElementsAre(2, 4.5, 0.25, 6));
  EXPECT_THAT(refusal("x y\n1 2\n", two), HasSubstr("'x' is not a number"));
  EXPECT_THAT(refusal("1 2 3\n", two), HasSubstr("3 values beside the 2 that are expected"));
  EXPECT_THAT(refusal("1 2\n1 2,5\n", two), HasSubstr("line 2, column 1"));
  const TableForm any{"places", kRemedy, TableHead::none};
  EXPECT_THAT(refusal("1 2 3\n1 2\n", any), HasSubstr("line 2"));
}

TEST_F(TextTableTest, headingsEndWhereNumbersBegin) {
  const TableForm words{"places", kRemedy, TableHead::words};
  const TextTable table = read("# by a program\nk (1/nm)  V\n1 2\n3 4\n", words);
  EXPECT_THAT(table.numbers(1), ElementsAre(2, 4));
  EXPECT_EQ(table.above(), "by a program\nk (1/nm)  V\n");
  EXPECT_THAT(refusal("k V\n1 2\nbroken 3\n5 x\n", words), HasSubstr("line 3, column 1"));
  EXPECT_THAT(refusal("k V\n1 2\nand so on\n", words), HasSubstr("line 3"));
  EXPECT_THAT(refusal("k V\nt V\n", words), HasSubstr("a heading"));
}

TEST_F(TextTableTest, ofThisProgramIsWholeAndMayBeEmpty) {
  TableForm ours{"places", kRemedy};
  ours.writtenHere = true;
  EXPECT_EQ(read("x,y\n", ours).rows(), 0u);
  EXPECT_EQ(read("x,y\n1,2\n", ours).rows(), 1u);
  EXPECT_THAT(refusal("x,y\n1,2", ours), AllOf(HasSubstr("line 2"), HasSubstr("cut short")));
  EXPECT_THAT(refusal("x,y", ours), HasSubstr("cut short"));
  EXPECT_THAT(refusal("", ours), HasSubstr("it is empty"));
  EXPECT_THAT(refusal("# nothing\n", ours), HasSubstr("a comment"));
}

TEST_F(TextTableTest, knowsUnknownAndWholeNumbers) {
  const TextTable table = read("x,y\n,nan\n7,-nan\n-7,1e3\n+5,9223372036854775808\n");
  EXPECT_TRUE(std::isnan(table.numberOrUnknown(0, 0)));
  EXPECT_TRUE(std::isnan(table.numberOrUnknown(0, 1)));
  EXPECT_TRUE(std::isnan(table.numberOrUnknown(1, 1)));
  EXPECT_EQ(table.numberOrUnknown(2, 1), 1000);
  EXPECT_EQ(table.integer(1, 0, 7, 7), 7);
  EXPECT_EQ(table.integer(2, 0, -7), -7);
  EXPECT_THROW(table.integer(1, 0, 8), Error);
  EXPECT_THROW(table.integer(1, 0, 0, 6), Error);
  EXPECT_THROW(table.integer(0, 0, 0), Error);
  EXPECT_THROW(table.integer(2, 1, 0), Error) << "1e3";
  EXPECT_THROW(table.integer(3, 1, 0), Error) << "beyond 64 bits";
}

}  // namespace
}  // namespace glasscope
