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

/// Pairs of a comparison that says no more than q.
ReportData withoutVerdicts() {
  ReportData data = sample::report();
  for (auto& row : data.signals.associations->rows) row.claim.verdict = Verdict::untested;
  return data;
}

TEST(Summary, beginsWithWhatWasDescribed) {
  ReportData data = sample::report();
  data.sample.described = "the mean positions of 16 frames";
  EXPECT_EQ(summarize(data).rfind("Described is the mean positions of 16 frames. ", 0), 0U);
  data.sample.described.clear();
  EXPECT_EQ(summarize(data).find("Described"), std::string::npos);
}

TEST(Summary, namesTheStrongestSignificantPair) {
  EXPECT_THAT(summarize(withoutVerdicts()),
              HasSubstr("1 of the 12 descriptor-signal pairs is significant at q < 0.05; the "
                        "strongest is density with HAADF (r = +0.83"));
}

TEST(Summary, admitsThatNothingIsSignificant) {
  ReportData data = withoutVerdicts();
  for (auto& row : data.signals.associations->rows) row.significance.qFdr = 0.2;
  EXPECT_THAT(summarize(data),
              HasSubstr("None of the 12 descriptor-signal pairs is significant at q < 0.05"));
  EXPECT_EQ(strongestAssociation(*data.signals.associations), nullptr);
}

AssociationRow row(const char* descriptor, double pearson, double q) {
  AssociationRow made{descriptor, "s"};
  made.correlation.pearson = pearson;
  made.significance.qFdr = q;
  return made;
}

TEST(Summary, doesNotTakeAStrongButInsignificantPairForTheStrongest) {
  ReportAssociations table;
  table.rows = {row("a", 0.9, 0.4), row("b", -0.4, 0.01), row("c", 0.3, 0.01)};
  ASSERT_NE(strongestAssociation(table), nullptr);
  EXPECT_EQ(strongestAssociation(table)->descriptor, "b");
}

TEST(Summary, countsAnUntestedPairAsNotSignificant) {
  ReportAssociations table;
  table.rows = {row("a", 0.9, kUnknown)};
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
  data.sample.foil.thickness_A = kUnknown;
  EXPECT_EQ(headlineNumbers(data).size(), all.size() - 1);
  EXPECT_EQ(all.front().name, "foil thickness");
  EXPECT_DOUBLE_EQ(all.front().value, 4);
}

TEST(Summary, saysProbesInNanometresAndTheDose) {
  ReportData data = sample::report();
  data.sample.imaging.probes = {{"haadf", 0.8, 25, 1e4}, {"nanodiffraction", 5, 3, 1e4}};
  const auto find = [&](const std::string& name) {
    for (const ReportNumber& card : headlineNumbers(data))
      if (card.name == name) return card;
    return ReportNumber{};
  };
  EXPECT_DOUBLE_EQ(find("HAADF probe").value, 0.08);
  EXPECT_EQ(find("HAADF probe").unit, "nm");
  EXPECT_THAT(find("nanodiffraction probe").note, HasSubstr("3 mrad"));
  EXPECT_DOUBLE_EQ(find("dose").value, 1e4);
  data.sample.imaging.probes[1].electrons_per_A2 = 0;
  EXPECT_DOUBLE_EQ(find("HAADF dose").value, 1e4);
  EXPECT_THAT(find("nanodiffraction dose").note, HasSubstr("without shot noise"));
}

TEST(Summary, showsTheMeanOfAllFramesAndNotOneStructureForAll) {
  ReportData data = sample::report();
  ReportSeries series;
  series.title = "Frame by frame";
  series.x = {0, 1, 2};
  series.quantities = {{"motif_Cu_<0,0,12,0>", "1", {0.08, 0.09, 0.10}, 0.09, 0.006}};
  data.structure.series = {series};
  for (ReportMotif& motif : data.structure.motifs.rows)
    motif.quantity = "motif_" + motif.species + "_" + motif.motif;
  for (const ReportNumber& card : headlineNumbers(data)) {
    if (card.name != "full icosahedra") continue;
    EXPECT_DOUBLE_EQ(card.value, 9);
    EXPECT_DOUBLE_EQ(card.error, 0.6);
    EXPECT_THAT(card.note, HasSubstr("3 of them"));
    return;
  }
  FAIL() << "no card of icosahedra";
}

TEST(Summary, countsTheQuestionsThatAreAnsweredWithYes) {
  ReportData data = sample::report();
  data.signals.associations->rows = {{"icosahedron@haadf", "haadf"},
                                     {"free_volume_A3@haadf", "haadf"}};
  data.signals.associations->rows[0].claim.verdict = Verdict::visible;
  data.signals.associations->rows[1].claim.verdict = Verdict::notBeyondChance;
  EXPECT_THAT(summarize(data), HasSubstr("Of 2 questions to the structure 1 can be answered with "
                                         "yes: icosahedra."));
  data.signals.associations->rows[0].claim.verdict = Verdict::couldNotBeSeen;
  EXPECT_THAT(summarize(data), HasSubstr("none can be answered with yes"));
}

}  // namespace
}  // namespace glasscope::report
