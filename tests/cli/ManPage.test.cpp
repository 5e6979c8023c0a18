#include "cli/ManPage.h"

#include <gmock/gmock.h>

#include "cli/Verb.h"

namespace glasscope::cli {
namespace {

using testing::HasSubstr;

TEST(ManPage, tellsEveryVerbWithItsExamples) {
  const std::string page = manPage();
  EXPECT_EQ(page.rfind(".TH GLASSCOPE 1", 0), 0u);
  for (const Verb& verb : verbs())
    EXPECT_THAT(page, HasSubstr(".SS \"glasscope " + verb.name + "\""));
  EXPECT_THAT(page, HasSubstr("\\-\\-output"));
}

TEST(ManPage, noLineOfTextIsTakenForACommandOfTroff) {
  const std::string page = manPage();
  std::size_t begin = 0;
  while (begin < page.size()) {
    const std::size_t end = page.find('\n', begin);
    const std::string line = page.substr(begin, end - begin);
    if (!line.empty() && line[0] == '.') {
      EXPECT_THAT(line.substr(0, 3),
                  testing::AnyOf(HasSubstr(".TH"), HasSubstr(".SH"), HasSubstr(".SS"),
                                 HasSubstr(".TP"), HasSubstr(".B"), HasSubstr(".I"),
                                 HasSubstr(".PP"), HasSubstr(".nf"), HasSubstr(".fi")));
    }
    EXPECT_FALSE(!line.empty() && line[0] == '\'') << line;
    begin = end + 1;
  }
}

}  // namespace
}  // namespace glasscope::cli
