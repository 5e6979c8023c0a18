#include "compare/measured/ForeignFile.h"

#include <cstdlib>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Stands for the Python that has RosettaSciIO: a script of the shell, which is handed -c, the
/// program, the file and the folder.
class ForeignFileTest : public testing::Test {
 protected:
  void python(const std::string& script) {
    namespace fs = std::filesystem;
    const auto path = samples::write(folder_ / "python", "#!/bin/sh\n" + script);
    fs::permissions(path, fs::perms::owner_all);
    setenv("GLASSCOPE_PYTHON", path.c_str(), 1);
  }
  Error fault() {
    try {
      openMeasured(samples::write(folder_ / "a.dm3", "bytes"));
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was refused";
    return {ErrorKind::internal, "", "", ""};
  }
  ~ForeignFileTest() override { unsetenv("GLASSCOPE_PYTHON"); }
  TemporaryFolder folder_;
};

TEST_F(ForeignFileTest, readsWhatTheOtherProgramWrites) {
  samples::write(
      folder_ / "numbers",
      samples::npy("<i2", "(2, 3)", samples::bytesOf(samples::counted<std::int16_t>(6))));
  samples::write(folder_ / "about", R"([{"file": "0.npy", "voltage_kV": 300, "semiangle_mrad": null,
    "axes": [{"name": "y", "unit": "1/nm", "step": 0.5, "origin": -1, "navigate": false},
             {"name": "x", "unit": "1/nm", "step": 1, "origin": 0, "navigate": false}]}])");
  python("[ \"$1\" = -c ] && [ \"$3\" = '" + (folder_ / "a.dm3").string() + "' ] || exit 9\n" +
         "cp '" + (folder_ / "numbers").string() + "' \"$4/0.npy\"; cp '" +
         (folder_ / "about").string() + "' \"$4/about.json\"\n");
  const auto file = openMeasured(samples::write(folder_ / "a.dm3", "bytes"));
  const MeasuredArray& array = file->arrays().at(0);
  EXPECT_DOUBLE_EQ(array.facts.voltage_kV, 300);
  EXPECT_FALSE(std::isfinite(array.facts.semiangle_mrad));
  EXPECT_DOUBLE_EQ(array.axes[0].step, 0.5);
  EXPECT_DOUBLE_EQ(array.axes[0].origin, -1);
  EXPECT_FALSE(std::isfinite(array.axes[1].step));  // one, from zero: a default
  EXPECT_THAT(file->read(0, {1, 0}, {1, 3}), ElementsAre(3, 4, 5));
}

TEST_F(ForeignFileTest, saysHowToGetItWhereItIsAbsent) {
  python("exit 77\n");
  EXPECT_EQ(fault().kind(), ErrorKind::environment);
  EXPECT_THAT(fault().remedy(), HasSubstr("pip install rosettasciio"));
  setenv("GLASSCOPE_PYTHON", "/nowhere/python", 1);
  EXPECT_EQ(fault().kind(), ErrorKind::environment);
}

TEST_F(ForeignFileTest, repeatsWhatTheOtherProgramSays) {
  python("echo 'the tag tree ends early' >&2; exit 1\n");
  EXPECT_EQ(fault().kind(), ErrorKind::input);
  EXPECT_THAT(fault().why(), HasSubstr("the tag tree ends early"));
  python("echo '[]' > \"$4/about.json\"\n");
  EXPECT_EQ(fault().kind(), ErrorKind::input);
}

}  // namespace
}  // namespace glasscope::compare
