// The table of associations: every number under its own name, in its own unit, and back.
#include "compare/files/AssociationFiles.h"

#include <cmath>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::compare {
namespace {

// Every number is another one, so that no two columns can be exchanged unseen.
AssociationRow numberedRow() {
  AssociationRow row;
  row.descriptor = "five-fold, \"mean\"";
  row.signal = "haadf";
  row.role = RowRole::null;
  row.pixels = 400;
  row.correlation = {.pearson = 0.01,
                     .partial = 0.02,
                     .partialLow = 0.03,
                     .partialHigh = 0.04,
                     .spearman = 0.05,
                     .pSpearman = 0.06,
                     .nEffective = 70.5,
                     .pNaive = 0.08,
                     .pDutilleul = 0.09};
  row.significance = {.samples = 6,
                      .pSamples = 0.105,
                      .surrogates = 999,
                      .kind = "phase randomisation",
                      .pPlain = 0.11,
                      .pSurrogate = 0.12,
                      .pFamily = 0.13,
                      .qFdr = 0.14,
                      .qYekutieli = 0.15};
  row.claim = {.significant = true,
               .verdict = Verdict::couldNotBeSeen,
               .advice = "scan more",
               .smallestClaim = 0.16,
               .smallestSeen = 0.17};
  row.top = {.auc = 0.18,
             .aucLow = 0.19,
             .aucHigh = 0.2,
             .pAuc = 0.21,
             .prevalence = 0.22,
             .averagePrecision = 0.23,
             .chancePrecision = 0.24,
             .pPrecision = 0.25};
  row.dependence = {.mutualInformation = 0.26,
                    .pMutualInformation = 0.27,
                    .distanceCorrelation = 0.28,
                    .pDistance = 0.29};
  return row;
}

constexpr const char* kHead =
    "descriptor,signal,role,pixels,pearson,partial,partial_low,partial_high,spearman,n_effective,"
    "p_naive,p_dutilleul,p_plain,samples,p_samples,p_surrogate,surrogates,surrogate_kind,p_family,"
    "q_fdr,q_yekutieli,"
    "significant,verdict,advice,smallest_claim,smallest_seen,auc,auc_low,auc_high,p_auc,prevalence,"
    "average_precision,chance_precision,p_precision,p_spearman,mutual_information,"
    "p_mutual_information,distance_correlation,p_distance\n";
constexpr const char* kRow =
    "\"five-fold, "
    "\"\"mean\"\"\",haadf,1,400,0.01,0.02,0.03,0.04,0.05,70.5,0.08,0.09,0.11,6,0.105,0.12,999,"
    "phase randomisation,0.13,0.14,0.15,1,2,scan more,0.16,0.17,0.18,0.19,0.2,0.21,0.22,0.23,0.24,"
    "0.25,0.06,0.26,0.27,0.28,0.29\n";

class AssociationFilesTest : public testing::Test {
 protected:
  AssociationFiles files() const { return {folder_ / "rows.csv", folder_ / "about.json"}; }
  static AssociationTable table() {
    AssociationTable t;
    t.rows = {numberedRow(), AssociationRow()};
    t.leftOut = {{"flat", "does not vary"}};
    t.settings.surrogates = 1;
    t.settings.kind = SurrogateKind::moranRandomisation;
    t.settings.seed = 3;
    t.settings.level = 0.04;
    t.settings.topFraction = 0.05;
    t.settings.effectOfInterest = 0.06;
    t.tested = 7;
    t.surrogates = 8;
    t.floorFamily = 0.09;
    t.floorFdr = 0.1;
    t.floorYekutieli = 0.11;
    t.criticalZ = 1.2;
    t.method = "by hand";
    return t;
  }
  TemporaryFolder folder_;
};

TEST_F(AssociationFilesTest, everyNumberStandsUnderItsName) {
  AssociationTable one = table();
  one.rows.resize(1);
  files().write(one);
  EXPECT_EQ(readFile(folder_ / "rows.csv"), std::string(kHead) + kRow);
  const auto json = nlohmann::json::parse(readFile(folder_ / "about.json"));
  EXPECT_EQ(json.at("method"), "by hand");
  EXPECT_EQ(json.at("surrogates"), 1);
  EXPECT_EQ(json.at("kind"), 2);
  EXPECT_EQ(json.at("seed"), 3);
  EXPECT_EQ(json.at("level"), 0.04);
  EXPECT_EQ(json.at("top_fraction"), 0.05);
  EXPECT_EQ(json.at("effect_of_interest"), 0.06);
  EXPECT_EQ(json.at("tested"), 7);
  EXPECT_EQ(json.at("surrogates_made"), 8);
  EXPECT_EQ(json.at("floor_family"), 0.09);
  EXPECT_EQ(json.at("floor_fdr"), 0.1);
  EXPECT_EQ(json.at("floor_yekutieli"), 0.11);
  EXPECT_EQ(json.at("critical_z"), 1.2);
  EXPECT_EQ(json.at("left_out").at(0).at("map"), "flat");
  EXPECT_EQ(json.at("left_out").at(0).at("because"), "does not vary");
  ASSERT_EQ(json.at("columns").size(), 39u);
  for (const auto& column : json.at("columns")) {
    EXPECT_FALSE(column.at("meaning").get<std::string>().empty());
    const bool hasUnit = column.at("name") == "mutual_information";
    if (hasUnit) {
      EXPECT_EQ(column.at("unit"), "nat");
    }
  }
}

// Read from the text above, which this program did not write: writing and reading cannot agree on a
// wrong name.
TEST_F(AssociationFilesTest, everyNumberIsReadFromItsName) {
  files().write(table());
  writeFileAtomically(folder_ / "rows.csv", std::string(kHead) + kRow);
  const AssociationTable back = files().read();
  ASSERT_EQ(back.rows.size(), 1u);
  const AssociationRow &row = back.rows.front(), wanted = numberedRow();
  EXPECT_EQ(row.descriptor, wanted.descriptor);
  EXPECT_EQ(row.signal, "haadf");
  EXPECT_EQ(row.role, RowRole::null);
  EXPECT_EQ(row.pixels, 400);
  EXPECT_EQ(row.correlation.pearson, 0.01);
  EXPECT_EQ(row.correlation.partial, 0.02);
  EXPECT_EQ(row.correlation.partialLow, 0.03);
  EXPECT_EQ(row.correlation.partialHigh, 0.04);
  EXPECT_EQ(row.correlation.spearman, 0.05);
  EXPECT_EQ(row.correlation.pSpearman, 0.06);
  EXPECT_EQ(row.correlation.nEffective, 70.5);
  EXPECT_EQ(row.correlation.pNaive, 0.08);
  EXPECT_EQ(row.correlation.pDutilleul, 0.09);
  EXPECT_EQ(row.significance.surrogates, 999);
  EXPECT_EQ(row.significance.kind, "phase randomisation");
  EXPECT_EQ(row.significance.pPlain, 0.11);
  EXPECT_EQ(row.significance.pSurrogate, 0.12);
  EXPECT_EQ(row.significance.pFamily, 0.13);
  EXPECT_EQ(row.significance.qFdr, 0.14);
  EXPECT_EQ(row.significance.qYekutieli, 0.15);
  EXPECT_TRUE(row.claim.significant);
  EXPECT_EQ(row.claim.verdict, Verdict::couldNotBeSeen);
  EXPECT_EQ(row.claim.advice, "scan more");
  EXPECT_EQ(row.claim.smallestClaim, 0.16);
  EXPECT_EQ(row.claim.smallestSeen, 0.17);
  EXPECT_EQ(row.top.auc, 0.18);
  EXPECT_EQ(row.top.aucLow, 0.19);
  EXPECT_EQ(row.top.aucHigh, 0.2);
  EXPECT_EQ(row.top.pAuc, 0.21);
  EXPECT_EQ(row.top.prevalence, 0.22);
  EXPECT_EQ(row.top.averagePrecision, 0.23);
  EXPECT_EQ(row.top.chancePrecision, 0.24);
  EXPECT_EQ(row.top.pPrecision, 0.25);
  EXPECT_EQ(row.dependence.mutualInformation, 0.26);
  EXPECT_EQ(row.dependence.pMutualInformation, 0.27);
  EXPECT_EQ(row.dependence.distanceCorrelation, 0.28);
  EXPECT_EQ(row.dependence.pDistance, 0.29);
}

TEST_F(AssociationFilesTest, whatIsNotKnownIsEmptyAndStaysUnknown) {
  files().write(table());
  const AssociationTable back = files().read(), wanted = table();
  ASSERT_EQ(back.rows.size(), 2u);
  const AssociationRow& unknown = back.rows[1];
  EXPECT_TRUE(std::isnan(unknown.correlation.pearson));
  EXPECT_TRUE(std::isnan(unknown.dependence.pDistance));
  EXPECT_EQ(unknown.claim.verdict, Verdict::untested);
  EXPECT_FALSE(unknown.claim.significant);
  EXPECT_EQ(unknown.role, RowRole::descriptor);
  EXPECT_EQ(back.method, wanted.method);
  EXPECT_EQ(back.settings.surrogates, wanted.settings.surrogates);
  EXPECT_EQ(back.settings.kind, wanted.settings.kind);
  EXPECT_EQ(back.settings.seed, wanted.settings.seed);
  EXPECT_EQ(back.settings.level, wanted.settings.level);
  EXPECT_EQ(back.settings.topFraction, wanted.settings.topFraction);
  EXPECT_EQ(back.settings.effectOfInterest, wanted.settings.effectOfInterest);
  EXPECT_EQ(back.tested, wanted.tested);
  EXPECT_EQ(back.surrogates, wanted.surrogates);
  EXPECT_EQ(back.floorFamily, wanted.floorFamily);
  EXPECT_EQ(back.floorFdr, wanted.floorFdr);
  EXPECT_EQ(back.floorYekutieli, wanted.floorYekutieli);
  EXPECT_EQ(back.criticalZ, wanted.criticalZ);
  ASSERT_EQ(back.leftOut.size(), 1u);
  EXPECT_EQ(back.leftOut[0].map, "flat");
  EXPECT_EQ(back.leftOut[0].why, "does not vary");
}

TEST_F(AssociationFilesTest, numbersThatTheirColumnCannotHoldAreRefused) {
  files().write(table());
  for (const char* text : {"pixels\n1e300\n", "pixels\n-1\n", "pixels\n5000000000\n",
                           "pixels\nnan\n", "role\n2\n", "verdict\n5\n", "verdict\n-1\n",
                           "significant\n2\n", "pearson\ninf\n", "pearson\n1\n0.12"}) {
    writeFileAtomically(folder_ / "rows.csv", text);
    EXPECT_THROW(files().read(), Error) << text;
  }
  writeFileAtomically(folder_ / "rows.csv", "role,verdict,significant,pearson\n1,4,1,\n");
  const AssociationRow row = files().read().rows.at(0);
  EXPECT_EQ(row.role, RowRole::null);
  EXPECT_EQ(row.claim.verdict, Verdict::untested);
  EXPECT_TRUE(row.claim.significant);
  EXPECT_TRUE(std::isnan(row.correlation.pearson));
}

TEST_F(AssociationFilesTest, aLineOfAnotherLengthIsRefused) {
  files().write(table());
  writeFileAtomically(folder_ / "rows.csv", "descriptor,signal,pixels\na,b\n");
  EXPECT_THROW(files().read(), Error);
  writeFileAtomically(folder_ / "rows.csv", "descriptor,of a later program,pixels\na,b,5\n");
  EXPECT_EQ(files().read().rows.at(0).pixels, 5) << "a column that is not known is passed over";
}

}  // namespace
}  // namespace glasscope::compare
