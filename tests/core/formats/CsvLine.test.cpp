#include "core/formats/CsvLine.h"

#include <fstream>

#include <gtest/gtest.h>

#include "core/formats/TextTable.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

TEST(CsvLine, quotesWhatWouldEndAField) {
  EXPECT_EQ(csvLine({"a", "1.5", ""}), "a,1.5,\n");
  EXPECT_EQ(csvLine({"a,b", "say \"x\"", "two\nlines"}),
            "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\n");
  EXPECT_EQ(csvLine({}), "\n");
}

TEST(CsvLine, isReadBackByTheTable) {
  const TemporaryFolder folder;
  const std::vector<std::string> fields = {"[20, 40]", "say \"x\"", "plain"};
  std::ofstream(folder / "a.csv") << csvLine({"one", "two", "three"}) << csvLine(fields);
  const TextTable table(folder / "a.csv", {"a table", "mend it"});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(table.text(0, i), fields[i]);
}

}  // namespace
}  // namespace glasscope
