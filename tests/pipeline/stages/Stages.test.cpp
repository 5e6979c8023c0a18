#include <cstring>

#include "core/formats/Emd.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/run/Products.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// A case of scans with names that no code knows: two of the same settings of each kind, in turn.
class FreeScans : public ProgramTest {
 protected:
  FreeScans() {
    std::string text = fmt::format(
        "[configuration]\nfile = \"{}\"\n[snapshots]\nthermal_motion = \"none\"\n"
        "[compare]\nsurrogates = 19\n[voronoi]\nspread_table = false\n",
        writeFrames("glass.xyz", 1).string());
    for (const char* name : {"one", "two"}) {
      text += fmt::format(
          "[[scan]]\nname = \"{0}\"\nscan_nx = 6\nscan_ny = 5\ninner_mrad = 40\nouter_mrad = 60\n"
          "[[scan]]\nname = \"{0}-patterns\"\nrecords = \"patterns\"\nscan_nx = 6\nscan_ny = 5\n"
          "semiangle_mrad = 6\ndetectors = [\"name=bf outer_mrad=5\"]\n"
          "[[image]]\nname = \"{0}_image\"\naperture_mrad = 10\n",
          name);
    }
    writeFileAtomically(folder_ / "case.toml", text);
  }

  Outcome runCase(const std::vector<std::string>& overrides = {}) const {
    return run(with({"run", (folder_ / "case.toml").string(), "-o", out().string()}, overrides));
  }
  fs::path out() const { return folder_ / "out"; }
  fs::path fileIn(Product product, const std::string& name) const {
    return out() / fileOf(product, {name}).path;
  }

  static std::vector<double> valuesOf(const fs::path& file) {
    const Map2 map = readEmdMaps(file).front();
    return {map.values.begin(), map.values.end()};
  }

  static void expectSameMaps(const fs::path& a, const fs::path& b) {
    const auto one = readEmdMaps(a), two = readEmdMaps(b);
    ASSERT_EQ(one.size(), two.size());
    ASSERT_FALSE(one.empty());
    for (std::size_t m = 0; m < one.size(); ++m)
      EXPECT_EQ(std::memcmp(one[m].values.data(), two[m].values.data(), 8 * one[m].values.size()),
                0)
          << one[m].name;
  }

  static void expectSamePatterns(const fs::path& a, const fs::path& b) {
    const EmdDatacube one(a), two(b);
    ASSERT_EQ(one.shape().rx, 6);
    ASSERT_EQ(two.shape().qx, one.shape().qx);
    for (int rx = 0; rx < 6; ++rx) {
      for (int ry = 0; ry < 5; ++ry) {
        const Array2<float> left = one.pattern(rx, ry), right = two.pattern(rx, ry);
        EXPECT_TRUE(std::equal(left.begin(), left.end(), right.begin())) << rx << ' ' << ry;
      }
    }
  }
};

TEST_F(FreeScans, ofTheSameSettingsGiveTheSameBitsUnderAnyName) {
  const Outcome outcome = runCase({"record.dose_e_per_A2=1e5"});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  expectSamePatterns(fileIn(Product::signal, "one-patterns"),
                     fileIn(Product::signal, "two-patterns"));
  expectSameMaps(fileIn(Product::signal, "one_image"), fileIn(Product::signal, "two_image"));
  expectSameMaps(fileIn(Product::signal, "one"), fileIn(Product::signal, "two"));
  expectSameMaps(fileIn(Product::detectors, "one-patterns"),
                 fileIn(Product::detectors, "two-patterns"));
  // The electrons are independent of each other: of two maps, two images, two scans of patterns
  // and what else these record.
  for (const char* name : {"_image", "-patterns"}) {
    const auto product = name[0] == '_' ? Product::recorded : Product::recordedDetectors;
    EXPECT_NE(valuesOf(fileIn(product, std::string("one") + name)),
              valuesOf(fileIn(product, std::string("two") + name)))
        << name;
  }
  const Array2<float> ofOne = EmdDatacube(fileIn(Product::recorded, "one-patterns")).pattern(2, 3);
  const Array2<float> ofTwo = EmdDatacube(fileIn(Product::recorded, "two-patterns")).pattern(2, 3);
  EXPECT_FALSE(std::equal(ofOne.begin(), ofOne.end(), ofTwo.begin()));
  EXPECT_NE(readEmdMaps(fileIn(Product::recorded, "one")).front().values[3],
            readEmdMaps(fileIn(Product::recorded, "two")).front().values[3]);
  EXPECT_EQ(readEmdMaps(fileIn(Product::signal, "two")).front().name, "two");

  // All of them are compared, each under its name, and are on the page.
  const auto file = readComparison(readCase(folder_ / "case.toml", {}), out());
  ASSERT_EQ(file.reductions.size(), 2u);
  EXPECT_EQ(file.reductions[1].scan, "two-patterns");
  EXPECT_EQ(file.findings.size(), 4u);
  std::vector<std::string> names;
  for (const Map2& map : file.signals) names.push_back(map.name);
  for (const char* name :
       {"one", "two", "virtual_bright_field@one-patterns", "virtual_bright_field@two-patterns"})
    EXPECT_THAT(names, testing::Contains(name));
  std::vector<std::string> truths;
  for (const Map2& map : file.truths) truths.push_back(map.name);
  for (const char* name : {"one", "two", "one-patterns", "two-patterns"})
    EXPECT_THAT(truths, testing::Contains(std::string("coordination@") + name));
  const std::string page = readFile(out() / fileOf(Product::report).path);
  for (const char* name : {"one: an HAADF map", "two-patterns: a 4-D nanodiffraction scan"})
    EXPECT_THAT(page, HasSubstr(name));
}

TEST_F(FreeScans, areMadeAgainOneByOne) {
  ASSERT_EQ(runCase().status, 0);
  const Outcome outcome = runCase({"scan.two.semiangle_mrad=20", "one-patterns.max_angle_mrad=30"});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  for (const char* made : {"two: done in", "one-patterns: done in", "report: done in"})
    EXPECT_THAT(outcome.errors, HasSubstr(made));
  for (const char* kept : {"one: done in", "two-patterns: done in", "one_image: done in"})
    EXPECT_THAT(outcome.errors, Not(HasSubstr(fmt::format("\n{}", kept)))) << kept;
}

TEST_F(FreeScans, areAllPlanned) {
  const Outcome outcome = run({"plan", (folder_ / "case.toml").string()});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  for (const char* name : {"one", "two", "one-patterns", "two-patterns", "two_image"})
    EXPECT_THAT(outcome.output, HasSubstr(name));
}

}  // namespace
}  // namespace glasscope::pipeline
