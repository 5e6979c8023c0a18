#include "sim/frames/ReadOptions.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;

TEST(Boundary, isThreeLetters) {
  EXPECT_FALSE(boundaryOf("").has_value());
  EXPECT_FALSE(boundaryOf("  ").has_value());
  EXPECT_THAT(boundaryOf("ppf").value(), ElementsAre(true, true, false));
  EXPECT_THAT(boundaryOf("p s m").value(), ElementsAre(true, false, false));
  EXPECT_THAT(boundaryOf("fpp").value(), ElementsAre(false, true, true));
  for (const char* wrong : {"pp", "pppp", "pp pp pp", "xyz", "TTF", "ppF"})
    EXPECT_THROW(boundaryOf(wrong), Error) << wrong;
}

using BoundaryOfFiles = ReaderTest;

TEST_F(BoundaryOfFiles, isThatWhichIsGivenWhateverTheFileSays) {
  ReadOptions options;
  options.periodic = boundaryOf("ppf");
  const auto path = write(
      "film\n\n2 atoms\n1 atom types\n\n0 9 xlo xhi\n0 9 ylo yhi\n0 30 zlo zhi\n\nMasses\n\n"
      "1 63.546\n\nAtoms # atomic\n\n1 1 1 2 3\n2 1 4 5 6\n");
  EXPECT_THAT(readFrames(path, options)[0].box.periodic(), ElementsAre(true, true, false));
  options.periodic.reset();
  EXPECT_THAT(readFrames(path, options)[0].box.periodic(), ElementsAre(true, true, true));
}

}  // namespace
}  // namespace glasscope::sim
