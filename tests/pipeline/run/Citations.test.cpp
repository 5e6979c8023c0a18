#include "pipeline/run/Citations.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

void write(const TemporaryFolder& folder, const std::string& file) {
  std::filesystem::create_directories((folder / file).parent_path());
  writeFileAtomically(folder / file, "");
}

StageRecord record(const std::string& name, const std::string& facts,
                   const std::string& output = "") {
  StageRecord stage;
  stage.name = name;
  stage.facts = facts;
  if (!output.empty()) stage.outputs.push_back({output, "", 0, 0});
  return stage;
}

std::vector<std::string> keysOf(const std::vector<Citation>& citations) {
  std::vector<std::string> keys;
  for (const Citation& citation : citations) keys.push_back(citation.key);
  return keys;
}

constexpr const char* kMade = R"({"potential": {"name": "mendelev-2009", "kim_id": "EAM_MO_1",
  "citation": "M. I. Mendelev, Philos. Mag. 89, 967 (2009), doi:10.1080/14786430902832773"},
  "lammps": "29 Sep 2021"})";

TEST(Citations, areOfWhatWasUsedAndOfNothingElse) {
  const TemporaryFolder folder;
  Ledger ledger(folder.path());
  const Case c;
  EXPECT_TRUE(citationsOf(c, ledger).empty());
  ledger.put(record("sim", R"({"atoms": 100, "lammps": ""})"));  // somebody's atoms, as they are
  EXPECT_THAT(keysOf(citationsOf(c, ledger)), ElementsAre("glasscope"));
  ledger.put(record("sim", kMade));
  write(folder, "atoms/descriptors.h5");
  ledger.put(record("voronoi", "", "atoms/descriptors.h5"));
  EXPECT_THAT(keysOf(citationsOf(c, ledger)),
              ElementsAre("glasscope", "mendelev-2009", "tadmor2011kim", "thompson2022lammps",
                          "rycroft2009voro"));
}

TEST(Citations, ofImagesFollowTablesAndMethodAndComeOnce) {
  const TemporaryFolder folder;
  Ledger ledger(folder.path());
  Case c;
  c.microscope.parametrisation = Parametrisation::kirkland;
  write(folder, "signals/mine/signal.h5");
  write(folder, "signals/other/signal.h5");
  ledger.put(record("mine", R"({"method": "multislice"})", "signals/mine/signal.h5"));
  ledger.put(record("other", R"({"method": "scattering matrix, beams interpolated from 3 rings"})",
                    "signals/other/signal.h5"));
  EXPECT_THAT(keysOf(citationsOf(c, ledger)),
              ElementsAre("glasscope", "cowley1957multislice", "kirkland2010computing",
                          "ophus2017prism", "pelz2021partitioned"));
  c.microscope.parametrisation = Parametrisation::peng;
  EXPECT_THAT(keysOf(citationsOf(c, ledger)), testing::Contains("peng1996factors"));
}

TEST(Citations, ofATiltSeriesAreThoseOfImages) {
  const TemporaryFolder folder;
  Ledger ledger(folder.path());
  write(folder, "signals/tilts/series.h5");
  ledger.put(
      record("tilts", R"({"tilts": [{"method": "multislice"}]})", "signals/tilts/series.h5"));
  EXPECT_THAT(keysOf(citationsOf(Case(), ledger)),
              ElementsAre("glasscope", "cowley1957multislice", "lobato2014factors"));
}

// Every entry closes what it opens: a stray brace spoils the whole file of whoever includes it.
TEST(Citations, areWellFormedBibtex) {
  const TemporaryFolder folder;
  Ledger ledger(folder.path());
  write(folder, "signals/haadf/signal.h5");
  ledger.put(record("sim", kMade));
  ledger.put(record("haadf", R"({"method": "multislice"})", "signals/haadf/signal.h5"));
  const std::string text = bibtexOf(citationsOf(Case(), ledger));
  EXPECT_EQ(std::count(text.begin(), text.end(), '{'), std::count(text.begin(), text.end(), '}'));
  int depth = 0;
  for (const char letter : text) {
    depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
    ASSERT_GE(depth, 0);
    if (letter == '@') {
      EXPECT_EQ(depth, 0);
    }
  }
  EXPECT_THAT(text, HasSubstr("doi = {10.1080/14786430902832773}"));
  EXPECT_THAT(text, HasSubstr("note = {M. I. Mendelev, Philos. Mag. 89, 967 (2009)}"));
  EXPECT_THAT(text, HasSubstr("% the potential\n@misc{mendelev-2009,"));
  EXPECT_THAT(text, Not(HasSubstr("doi:")));
}

}  // namespace
}  // namespace glasscope::pipeline
