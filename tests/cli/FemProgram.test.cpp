// Fluctuation microscopy of a model as a program.
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

using testing::HasSubstr;

using FemProgram = ProgramTest;

// Without an aperture of its own V(k) is that of the first of several: the default one asks for a
// column that this model does not hold. And k that belong to another unit are said.
TEST_F(FemProgram, takesTheFirstOfSeveralAperturesAndKThatArePossible) {
  const std::string glass = writeFrames("model.xyz", 1).string(), out = folder_.string();
  const std::vector<std::string> few = {
      "--origins", "1",   "--orientations", "2",   "--k-min", "0.3",
      "--k-max",   "0.4", "--k-step",       "0.1", "-o",      out};
  const auto fem = [&](std::vector<std::string> more) {
    std::vector<std::string> command = {"-q", "fem", glass};
    command.insert(command.end(), few.begin(), few.end());
    command.insert(command.end(), more.begin(), more.end());
    return run(command);
  };
  EXPECT_EQ(fem({}).status, 2) << "the default asks for 28 angstrom";
  const Outcome first = fem({"--apertures", "0.12,0.08"});
  ASSERT_EQ(first.status, 0) << first.errors;
  EXPECT_THAT(first.output, HasSubstr("resolution 5.1 angstrom"));
  EXPECT_THAT(first.output, HasSubstr("one origin tells no error)"));
  EXPECT_EQ(first.output.find("nan"), std::string::npos) << first.output;
  for (const auto& [k, said] : {std::pair{"1.49 0.1 0.01\n1.6 0.2 0.01\n", false},
                                {"1.51 0.1 0.01\n1.6 0.2 0.01\n", true}}) {
    writeFileAtomically(folder_ / "vk.txt", k);
    const Outcome outcome =
        fem({"--aperture", "0.12", "--measured", (folder_ / "vk.txt").string()});
    ASSERT_EQ(outcome.status, 0) << outcome.errors;
    EXPECT_EQ(outcome.errors.find("1/nm") != std::string::npos, said) << k;
  }
}

}  // namespace
}  // namespace glasscope
