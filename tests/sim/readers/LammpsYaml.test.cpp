#include <cmath>

#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using LammpsYaml = ReaderTest;

// As dump yaml writes it (LAMMPS 22 Jul 2025), with dump_modify units yes time yes.
std::string frame(const std::string& more = "") {
  return "---\ncreator: LAMMPS\ntimestep: 100\nunits: real\ntime: 250\nnatoms: 2\n"
         "boundary: [ p, p, p, p, f, f, ]\nbox:\n  - [ -2, 12 ]\n  - [ 0, 10 ]\n  - [ 1, 11 ]\n" +
         more +
         "keywords: [ id, type, x, y, z, vx, vy, vz, c_pe, ]\ndata:\n"
         "  - [ 2, 1, 1.5, 2, 3, 0.001, 0, 0, -4.5, ]\n"
         "  - [ 1, 2, 4, 5, 6, 0, 0, 0, nan, ]\n...\n";
}

TEST_F(LammpsYaml, readsFrames) {
  const auto frames = read(frame() + frame(), {29, 40});
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(describeFormat(folder_ / "input.txt"), "LAMMPS YAML dump");
  const Atoms& atoms = frames[1];
  EXPECT_THAT(atoms.ids, ElementsAre(1, 2));
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(40, 29));
  EXPECT_EQ(atoms.positions[1], Vec3(1.5, 2, 3));
  EXPECT_EQ(atoms.velocities[1], Vec3(1, 0, 0)) << "angstrom/fs";
  EXPECT_EQ(atoms.step, 100);
  EXPECT_EQ(atoms.time_ps, 0.25);
  EXPECT_EQ(atoms.box.origin(), Vec3(-2, 0, 1));
  EXPECT_THAT(atoms.box.periodic(), ElementsAre(true, true, false));
  EXPECT_EQ(atoms.columns.at("c_pe").values[1], -4.5);
  EXPECT_TRUE(std::isnan(atoms.columns.at("c_pe").values[0]));
}

TEST_F(LammpsYaml, takesTheTiltOffTheBounds) {
  const Atoms atoms = read(frame("  - [ 4, 0, 0 ]\n"), {29, 40})[0];
  EXPECT_EQ(atoms.box.matrix().col(0), Vec3(10, 0, 0));
  EXPECT_EQ(atoms.box.matrix().col(1), Vec3(4, 10, 0));
}

TEST_F(LammpsYaml, namesWhatIsWrong) {
  const std::string whole = frame();
  const struct {
    std::string text, message;
    ErrorKind kind;
  } cases[] = {
      {whole.substr(0, whole.find("  - [ 1, 2, 4")), "1 of the 2 atoms", ErrorKind::input},
      {whole.substr(0, whole.find(", nan")), "cut short", ErrorKind::input},
      {whole.substr(0, whole.find("keywords")), "the frame has no atoms", ErrorKind::input},
      {"---\ncreator: LAMMPS\ntimestep: x\nnatoms: 1\ndata:\n", "not understood", ErrorKind::input},
      {"---\ncreator: LAMMPS\nunits: lj\ntimestep: 1\nnatoms: 1\ndata:\n", "'lj'",
       ErrorKind::input},
  };
  for (const auto& wrong : cases) {
    const Error error = errorOf(wrong.text, {29, 40});
    EXPECT_EQ(error.kind(), wrong.kind) << wrong.message;
    EXPECT_THAT(error.what(), HasSubstr(wrong.message));
  }
  EXPECT_EQ(errorOf(whole).kind(), ErrorKind::usage) << "types without elements";
}

}  // namespace
}  // namespace glasscope::sim
