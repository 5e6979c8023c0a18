#include "cli/Completions.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>

#include "cli/Verb.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::cli {
namespace {

using testing::HasSubstr;

TEST(Completions, nameEveryVerbInEveryShell) {
  for (const Verb& verb : verbs()) {
    EXPECT_THAT(bashCompletion(), HasSubstr("    " + verb.name + ") options=")) << verb.name;
    EXPECT_THAT(zshCompletion(), HasSubstr("    " + verb.name + ") _arguments")) << verb.name;
    EXPECT_THAT(fishCompletion(), HasSubstr(" -a " + verb.name + " ")) << verb.name;
  }
}

TEST(Completions, knowTheOptionsOfAVerbAndNotThoseOfOthers) {
  const std::string bash = bashCompletion();
  const auto line = [&](const std::string& verb) {
    const std::size_t begin = bash.find("    " + verb + ") options=");
    return bash.substr(begin, bash.find('\n', begin) - begin);
  };
  EXPECT_THAT(line("run"), HasSubstr("--output"));
  EXPECT_THAT(line("plan"), HasSubstr("--converge"));
  EXPECT_EQ(line("validate").find("--output"), std::string::npos);
  EXPECT_THAT(line("validate"), HasSubstr("--threads"));
}

// The shell itself completes a beginning: what a user gets when he presses tab.
TEST(Completions, bashCompletesVerbsAndOptions) {
  const TemporaryFolder folder;
  const auto script = folder.path() / "try.bash", answer = folder.path() / "answer";
  std::ofstream(script)
      << bashCompletion()
      << "COMP_WORDS=(glasscope multi); COMP_CWORD=1; _glasscope; echo \"${COMPREPLY[@]}\"\n"
         "COMP_WORDS=(glasscope run --outp); COMP_CWORD=2; _glasscope; echo \"${COMPREPLY[@]}\"\n";
  ASSERT_EQ(std::system(("bash " + script.string() + " > " + answer.string()).c_str()), 0);
  std::ifstream in(answer);
  std::string verb, option;
  std::getline(in, verb);
  std::getline(in, option);
  EXPECT_EQ(verb, "multislice");
  EXPECT_EQ(option, "--output");
}

}  // namespace
}  // namespace glasscope::cli
