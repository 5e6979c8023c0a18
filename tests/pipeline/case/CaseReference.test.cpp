#include "pipeline/case/CaseReference.h"

#include <fmt/format.h>

#include "core/system/Files.h"
#include "pipeline/case/CaseFile.h"
#include "tests/Paths.h"
#include "tests/pipeline/case/CaseMessage.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

TEST(CaseReference, helpTellsOfATableOrAKey) {
  for (const char* wanted : {"scan", "haadf", "scan.outer_mrad", "haadf.outer_mrad",
                             "scan.haadf.outer_mrad", "scan.mine.outer_mrad"})
    EXPECT_THAT(caseReferenceOf(wanted), HasSubstr("| `outer_mrad` | number | `100.0`")) << wanted;
  EXPECT_THAT(caseReferenceOf("scan.outer_mrad"), testing::Not(HasSubstr("inner_mrad")));
  EXPECT_THAT(caseReferenceOf("scan"), HasSubstr("records = \"patterns\""));
  EXPECT_THAT(caseReferenceOf("haadf"), testing::Not(HasSubstr("`pixels`")));
  EXPECT_THAT(caseReferenceOf("nanodiffraction.pixels"), HasSubstr("`pixels`"));
  EXPECT_THAT(caseReferenceOf("snapshots.count"), HasSubstr("`16`"));
  for (const char* unknown : {"haadf.pixels", "foil.a.b", "nothing", "scan.nothing", "a.b.c.d", ""})
    EXPECT_EQ(caseReferenceOf(unknown), "") << unknown;
}

TEST(CaseReference, theReferenceInDocsIsThatOfTheCode) {
  const auto file = std::filesystem::path(sourceFolder()) / "docs/case-file.md";
  EXPECT_EQ(readFile(file), caseReferenceMarkdown())
      << "regenerate it: glasscope help case > docs/case-file.md";
}

TEST(CaseReference, theSchemaInDocsIsThatOfTheCode) {
  const auto file = std::filesystem::path(sourceFolder()) / "docs/case.schema.json";
  EXPECT_EQ(readFile(file), caseSchemaJson())
      << "regenerate it: glasscope help schema > docs/case.schema.json";
}

TEST(CaseReference, tellsOfTheKeysOfEveryKindOfStep) {
  const std::string all = caseReferenceOf("step");
  for (const std::string& word : allWords<sim::StepKind>()) {
    if (word == "minimize") continue;  // another word for one of them
    EXPECT_THAT(all, HasSubstr("[[step]] with kind = \"" + word + "\"")) << word;
  }
  EXPECT_THAT(caseReferenceOf("step.strain_rate_per_s"), HasSubstr("Strain rate"));
  EXPECT_THAT(caseReferenceOf("step.mine.cycles"), HasSubstr("How often"));
}

}  // namespace
}  // namespace glasscope::pipeline
