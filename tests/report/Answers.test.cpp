#include "report/Answers.h"

#include <gtest/gtest.h>

namespace glasscope::report {
namespace {

AssociationRow row(const std::string& descriptor, const std::string& signal, Verdict verdict,
                   double effect, double smallestSeen) {
  AssociationRow made{descriptor, signal};
  made.claim.verdict = verdict;
  made.correlation.partial = effect;
  made.claim.smallestSeen = smallestSeen;
  return made;
}

TEST(Answers, comeOneAQuestionInTheOrderOfTheQuestions) {
  ReportAssociations table;
  table.rows = {row("vibrational_u2_A2@s", "s", Verdict::notBeyondChance, 0.1, 0.2),
                row("my_own_A3@s", "s", Verdict::visible, 0.5, 0.2),
                row("free_volume_A3@s", "s", Verdict::couldNotBeSeen, 0.1, 0.6),
                row("voronoi_volume_A3@s", "s", Verdict::couldNotBeSeen, 0.1, 0.5)};
  const auto answers = answersOf(table);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0].question, "Free volume");
  EXPECT_EQ(answers[0].descriptors,
            (std::vector<std::string>{"free_volume_A3", "voronoi_volume_A3"}));
  EXPECT_EQ(answers[1].question, "Softness");
  EXPECT_EQ(answers[2].question, "My own");
}

TEST(Answers, keepTheRowThatSaysMost) {
  ReportAssociations table;
  table.rows = {row("icosahedron@a", "one", Verdict::notBeyondChance, 0.9, 0.1),
                row("icosahedron@a", "two", Verdict::visible, 0.3, 0.2),
                row("five_fold_fraction@a", "three", Verdict::visible, -0.6, 0.5),
                row("icosahedron@b", "four", Verdict::tooFewAreas, 0.99, 0.1)};
  EXPECT_EQ(answersOf(table)[0].best.signal, "three");  // the sign does not weigh
  table.rows.erase(table.rows.begin() + 1, table.rows.begin() + 3);
  EXPECT_EQ(answersOf(table)[0].best.signal, "one");
  // Without any claim: the one that would have seen least.
  table.rows = {row("icosahedron@a", "weak", Verdict::couldNotBeSeen, 0.4, 0.7),
                row("icosahedron@a", "better", Verdict::couldNotBeSeen, 0.1, 0.4),
                row("icosahedron@a", "unknown", Verdict::couldNotBeSeen, kUnknown, kUnknown)};
  EXPECT_EQ(answersOf(table)[0].best.signal, "better");
}

TEST(Answers, areNotGivenForControlsAndUntestedRows) {
  ReportAssociations table;
  table.rows = {row("shuffled@s", "s", Verdict::visible, 0.5, 0.2),
                row("icosahedron@s", "s", Verdict::untested, 0.5, 0.2)};
  table.rows[0].role = RowRole::null;
  EXPECT_TRUE(answersOf(table).empty());
}

}  // namespace
}  // namespace glasscope::report
