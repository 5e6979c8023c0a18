#include <filesystem>
#include <map>
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

// The seeds of the fuzzers are sound files, and what the fuzzers found is refused, or read, in no
// time.
TEST_F(ConfigurationFormats, readTheSeedsOfTheFuzzersAndRefuseTheirFindings) {
  namespace fs = std::filesystem;
  const std::map<std::string, std::string_view> names{{"dump", "LAMMPS dump"},
                                                      {"yaml", "LAMMPS YAML dump"},
                                                      {"data", "LAMMPS data file"},
                                                      {"extended_xyz", "extended XYZ"},
                                                      {"plain_xyz", "XYZ"},
                                                      {"poscar", "POSCAR"},
                                                      {"cif", "CIF"},
                                                      {"xtl", "muSTEM xtl"},
                                                      {"prismatic", "Prismatic XYZ"}};
  const fs::path folder = fs::path(sourceFolder()) / "tests" / "fuzz";
  ReadOptions options;
  options.elements = {29, 40};
  int sound = 0;
  for (const auto& [reader, name] : names) {
    for (const auto& file : fs::directory_iterator(folder / "seeds" / reader)) {
      EXPECT_EQ(describeFormat(file.path()), name);
      EXPECT_NO_THROW(readFrames(file.path(), options)) << file.path();
      ++sound;
    }
  }
  EXPECT_GE(sound, 15);
  for (const ConfigurationFormat& format : configurationFormats()) {
    for (const auto& file : fs::directory_iterator(folder / "found")) {
      try {
        readSelected(options, "", [&] { return format.open(file.path(), options); });
      } catch (const Error& error) {
        EXPECT_NE(error.kind(), ErrorKind::internal) << file.path() << error.what();
      }
    }
  }
}

}  // namespace
}  // namespace glasscope::sim
