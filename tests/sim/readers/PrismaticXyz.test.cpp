#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using PrismaticXyz = ReaderTest;

const std::string kPrismatic =
    "a glass\n 20.0 21.0 22.0\n29 1.0 2.0 3.0 1 0.08\n40 4 5 6 1.0 0.09\n-1\n";

TEST_F(PrismaticXyz, readsPrismatic) {
  const Atoms atoms = read(kPrismatic)[0];
  EXPECT_EQ(describeFormat(folder_ / "input.txt"), "Prismatic XYZ");
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 40));
  EXPECT_EQ(atoms.box.lengths(), Vec3(20, 21, 22));
  EXPECT_EQ(atoms.positions[0], Vec3(1, 2, 3));
  EXPECT_THAT(atoms.columns.at("thermal_rms_A").values, ElementsAre(0.08, 0.09));
}

TEST_F(PrismaticXyz, refusesWhatIsCutOrOccupiedInPart) {
  const struct {
    std::string text, message;
  } cases[] = {
      {kPrismatic.substr(0, kPrismatic.size() - 3), "-1 that closes"},
      {"t\n 20 21 22\n29 1 2 3 0.5 0.08\n-1\n", "occupancy is 0.5"},
      {"t\n 20 21 22\n29 1 2 3 1 0.08\n29 1 2 3 1\n-1\n", "5 words"},
  };
  for (const auto& wrong : cases)
    EXPECT_THAT(errorOf(wrong.text).what(), HasSubstr(wrong.message)) << wrong.message;
}

}  // namespace
}  // namespace glasscope::sim
