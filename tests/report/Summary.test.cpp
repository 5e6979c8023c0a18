#include "report/Summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/report/SampleReport.h"

namespace glasscope::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Summary, saysWhatWasMadeAndImaged) {
  const std::string text = summarize(sample::report());
  EXPECT_THAT(text, HasSubstr("Cu64Zr36: 4,000 atoms (64.0 % Cu and 36.0 % Zr)"));
  EXPECT_THAT(text, HasSubstr("quenched at 10¹⁴ K/s with Mendelev 2009"));
  EXPECT_THAT(text, HasSubstr("an HAADF map and a 4-D nanodiffraction scan"));
  EXPECT_THAT(text, HasSubstr("a foil of 4.0 nm at 200 kV"));
}

TEST(Summary, namesTheStrongestSignificantPair) {
  EXPECT_THAT(summarize(sample::report()),
              HasSubstr("1 of the 12 descriptor-signal pairs is significant at q < 0.05; the "
                        "strongest is density with HAADF (r = +0.83"));
}

TEST(Summary, admitsThatNothingIsSignificant) {
  ReportData data = sample::report();
  for (auto& row : data.associations->rows) row.q = 0.2;
  EXPECT_THAT(summarize(data),
              HasSubstr("None of the 12 descriptor-signal pairs is significant at q < 0.05"));
  EXPECT_EQ(strongestAssociation(*data.associations), nullptr);
}

TEST(Summary, doesNotTakeAStrongButInsignificantPairForTheStrongest) {
  ReportAssociations table;
  table.rows = {{"a", "s", 0.9, 0.9, 100, 5, 0.0, 0.3, 0.3, 0.4},
                {"b", "s", -0.4, -0.4, 100, 60, 0.0, 0.001, 0.001, 0.01},
                {"c", "s", 0.3, 0.3, 100, 80, 0.0, 0.001, 0.001, 0.01}};
  ASSERT_NE(strongestAssociation(table), nullptr);
  EXPECT_EQ(strongestAssociation(table)->descriptor, "b");
}

TEST(Summary, countsAnUntestedPairAsNotSignificant) {
  ReportAssociations table;
  table.rows = {{"a", "s", 0.9, 0.9, 100, 5, 0.0, kUnknown, kUnknown, kUnknown}};
  EXPECT_EQ(strongestAssociation(table), nullptr);
}

TEST(Summary, ofAnEmptyRunSaysSo) {
  EXPECT_EQ(summarize(ReportData{}), "This run holds no structure and no images yet.");
  EXPECT_TRUE(headlineNumbers(ReportData{}).empty());
}

TEST(Summary, judgesTheFilmBothWays) {
  ReportFilm film = sample::film();
  EXPECT_THAT(filmVerdict(film), HasSubstr("Multislice comes nearer to the measured map"));
  EXPECT_THAT(filmVerdict(film), HasSubstr("R1 (0.112 against 0.131)"));
  std::swap(film.scores[0].r1, film.scores[1].r1);
  EXPECT_THAT(filmVerdict(film), HasSubstr(", but not in R1 (0.131 against 0.112)."));
  std::swap(film.scores[0].nccValid, film.scores[1].nccValid);
  std::swap(film.scores[0].nccInterior, film.scores[1].nccInterior);
  EXPECT_THAT(filmVerdict(film), HasSubstr("Multislice does not come nearer"));
  film.scores.pop_back();
  EXPECT_EQ(filmVerdict(film), "");
}

TEST(Summary, putsKnownNumbersOnCards) {
  ReportData data = sample::report();
  const auto all = headlineNumbers(data);
  data.sample.thickness_A = kUnknown;
  EXPECT_EQ(headlineNumbers(data).size(), all.size() - 1);
  EXPECT_EQ(all.front().name, "atoms");
  EXPECT_DOUBLE_EQ(all.front().value, 4000);
}

}  // namespace
}  // namespace glasscope::report
