#include "sim/lammps/AsciiPath.h"

#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "sim/lammps/Lammps.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(AsciiPath, leavesPlainCommandsAlone) {
  for (const char* command : {"run 0", "log \"/tmp/a b/log.lammps\" append", "print \"x"})
    EXPECT_EQ(withAsciiPath(command), command);
}

TEST(AsciiPath, namesOtherPathsByTheirOpenFolder) {
  const TemporaryFolder folder;
  for (const char* name :
       {"\u00fcml\u00e4ut", "a \"quoted\" one", "two\nlines", "$dollar", "it's", "a\\b"}) {
    std::filesystem::create_directory(folder / name);
    std::ofstream(folder / name / "table.eam") << "content";
    const std::string command =
        withAsciiPath("pair_coeff * * \"" + (folder / name / "table.eam").string() + "\" Cu Zr");
    EXPECT_THAT(command, StartsWith("pair_coeff * * \"/proc/self/fd/"));
    EXPECT_THAT(command, HasSubstr("/table.eam\" Cu Zr"));
    const std::size_t begin = command.find('"') + 1;
    EXPECT_EQ(readFile(command.substr(begin, command.rfind('"') - begin)), "content") << name;
  }
  EXPECT_THROW(withAsciiPath("log \"/nowhere/\u00fc/log\""), Error);
}

// Where standard input is closed a folder is descriptor 0, which is one as good as any. Nobody asks
// for this folder again when the input is back.
TEST(AsciiPath, aFolderMayBeTheFirstDescriptor) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "\u00f6");
  const int input = dup(STDIN_FILENO);
  close(STDIN_FILENO);
  const std::string path = (folder / "\u00f6" / "log").string();
  EXPECT_EQ(withAsciiPath("log \"" + path + "\""), "log \"/proc/self/fd/0/log\"");
  if (input >= 0) {
    dup2(input, STDIN_FILENO);
    close(input);
  }
}

TEST(AsciiPath, letsLammpsWriteIntoAnyFolder) {
  const TemporaryFolder folder;
  const auto log = folder / "\u00fcber \"uns\"" / "log.lammps";
  {
    Lammps lammps(log);
    lammps.command("units metal");
  }
  EXPECT_THAT(readFile(log), HasSubstr("units metal"));
}

}  // namespace
}  // namespace glasscope::sim
