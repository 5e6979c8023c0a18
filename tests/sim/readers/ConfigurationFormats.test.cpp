#include <set>

#include "core/system/Files.h"
#include "sim/readers/ConfigurationFormat.h"
#include "tests/Paths.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::HasSubstr;

using ConfigurationFormats = ReaderTest;

TEST_F(ConfigurationFormats, areTheRowsOfTheTableInTheDocuments) {
  const std::string text = readFile(std::filesystem::path(sourceFolder()) / "docs" / "formats.md");
  std::set<std::string_view> names;
  for (const ConfigurationFormat& format : configurationFormats()) {
    const auto row = std::string("| ") + std::string(format.name) + " | " +
                     std::string(format.writers) + " | " + std::string(format.notes) + " |";
    EXPECT_THAT(text, HasSubstr(row));
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
  }
}

TEST_F(ConfigurationFormats, areNamedWhereAFileIsOfNone) {
  EXPECT_THAT(errorOf("once upon a time\n").what(), HasSubstr("LAMMPS dump, LAMMPS YAML dump"));
}

}  // namespace
}  // namespace glasscope::sim
