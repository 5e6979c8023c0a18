#include "pipeline/sweep/Sweep.h"

#include <fstream>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// A folder with a sweep file; a sample of it costs nothing until it is made.
class SweepFile : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& text, const std::string& name = "set.toml") {
    std::ofstream(folder_.path() / name) << text;
    return folder_.path() / name;
  }
  Sweep read(const std::string& text) { return readSweep(write(text), {}); }
  std::string refusal(const std::string& text) {
    try {
      read(text);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return "accepted";
  }
  std::vector<double> numbers(const std::string& axis) {
    std::vector<double> out;
    const auto values = valuesOfAxes(read("[[axis]]\nkey = \"foil.thickness_A\"\n" + axis));
    for (const FieldValue& value : values.front()) out.push_back(value.get<double>());
    return out;
  }

  TemporaryFolder folder_;
};

TEST_F(SweepFile, isToldFromACaseByItsTables) {
  EXPECT_TRUE(isSweepFile(write("[sweep]\nseed = 3\n")));
  EXPECT_TRUE(isSweepFile(write("[[axis]]\nkey = \"case.seed\"\nvalues = [1]\n")));
  EXPECT_FALSE(isSweepFile(write("[case]\nseed = 3\n")));
}

TEST_F(SweepFile, holdsACaseOfItsOwnOrOneByNameWithTablesOverIt) {
  write("[foil]\nthickness_A = 33\n[case]\nseed = 5\n", "base.toml");
  const Sweep sweep =
      read("case = \"base.toml\"\n[microscope]\nvoltage_kV = 80\n[sweep]\nname = \"x\"\n");
  EXPECT_EQ(sweep.base.foil.thickness_A, 33);
  EXPECT_EQ(sweep.base.seed, 5);
  EXPECT_EQ(sweep.base.microscope.voltage_kV, 80);
  EXPECT_EQ(sweep.settings.name, "x");
  EXPECT_EQ(read("[case]\nseed = 8\n[sweep]\n").base.seed, 8);
  EXPECT_EQ(read("[sweep]\n").settings.name, "set") << "the name of the file";
}

TEST_F(SweepFile, takesValuesAsTheyAreListed) {
  EXPECT_THAT(numbers("values = [40, 20.5]"), ElementsAre(40, 20.5));
}

TEST_F(SweepFile, makesRangesThatHoldBothEndsToTheLastBit) {
  EXPECT_THAT(numbers("range = {from = 10, to = 40, count = 4}"), ElementsAre(10, 20, 30, 40));
  EXPECT_THAT(numbers("range = {from = 10, to = 40, step = 10}"), ElementsAre(10, 20, 30, 40));
  // 0.1 is no binary fraction: three steps of it still end where they do in decimal.
  EXPECT_EQ(numbers("range = {from = 0.1, to = 0.4, step = 0.1}").size(), 4);
  const auto log = numbers("range = {from = 1, to = 1e3, count = 4, scale = \"log\"}");
  EXPECT_EQ(log.front(), 1);
  EXPECT_EQ(log.back(), 1e3);
  EXPECT_DOUBLE_EQ(log[1], 10);
  EXPECT_DOUBLE_EQ(log[2], 100);
}

TEST_F(SweepFile, drawsByTheSeedAndEachNumberForItself) {
  const auto few = numbers("random = {from = 20, to = 60, count = 3}");
  const auto many = numbers("random = {from = 20, to = 60, count = 300}");
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  EXPECT_THAT(many, testing::Each(AllOf(testing::Ge(20), testing::Lt(60))));
  double mean = 0;
  for (const double value : many) mean += value / 300;
  EXPECT_NEAR(mean, 40, 3 * 40 / std::sqrt(12 * 300.0)) << "three standard errors";
  const auto logs = numbers("random = {distribution = \"log\", from = 1, to = 100, count = 300}");
  const auto small = std::count_if(logs.begin(), logs.end(), [](double v) { return v < 10; });
  EXPECT_NEAR(static_cast<double>(small), 150, 27) << "three standard errors";
  const auto normal =
      numbers("random = {distribution = \"normal\", mean = 50, deviation = 2, count = 300}");
  double square = 0;
  for (const double value : normal) square += (value - 50) * (value - 50) / 300;
  EXPECT_NEAR(std::sqrt(square), 2, 3 * 2 / std::sqrt(600.0));
  const Sweep other = read(
      "[sweep]\nseed = 2\n[[axis]]\nkey = \"foil.thickness_A\"\nrandom = {from = "
      "20, to = 60, count = 3}\n");
  EXPECT_NE(valuesOfAxes(other).front().front().get<double>(), few.front());
}

TEST_F(SweepFile, makesTheSobolAxesOfAZipTheDimensionsOfOneSequence) {
  const Sweep sweep = read(
      "[[axis]]\nkey = \"foil.thickness_A\"\nzip = \"a\"\nsobol = {from = 0, to = 1, count = 64}\n"
      "[[axis]]\nkey = \"scan.haadf.defocus_A\"\nzip = \"a\"\nsobol = {from = 0, to = 1, count = "
      "64}\n");
  const auto values = valuesOfAxes(sweep);
  std::vector<int> quarters(4, 0);
  for (std::size_t i = 0; i < 64; ++i) {
    const double x = values[0][i].get<double>(), y = values[1][i].get<double>();
    ++quarters[(x < 0.5 ? 0U : 2U) + (y < 0.5 ? 0U : 1U)];
  }
  // Two draws of one dimension would lie on the diagonal.
  for (const int count : quarters) EXPECT_NEAR(count, 16, 1);
}

TEST_F(SweepFile, givesWholeNumbersToKeysThatHoldThem) {
  const auto seeds =
      valuesOfAxes(read("[[axis]]\nkey = \"case.seed\"\nrange = {from = 1, to = 3, count = 3}\n"));
  EXPECT_TRUE(seeds.front().front().is_number_integer());
  EXPECT_THAT(refusal("[[axis]]\nkey = \"case.seed\"\nrange = {from = 1, to = 2, count = 4}\n"
                      "[[axis]]\nkey = \"foil.thickness_A\"\nvalues = [1]\n"),
              testing::Eq("accepted"))
      << "values are made later, for all axes";
  EXPECT_THROW(
      valuesOfAxes(read("[[axis]]\nkey = \"case.seed\"\nrange = {from = 1, to = 2, count = 4}\n")),
      Error);
}

TEST_F(SweepFile, formsAProductOfAxesAndZipsThoseOfAName) {
  const Sweep sweep = read(
      "[[axis]]\nkey = \"foil.thickness_A\"\nzip = \"z\"\nvalues = [1, 2]\n"
      "[[axis]]\nkey = \"case.seed\"\nvalues = [1, 2, 3]\n"
      "[[axis]]\nkey = \"microscope.voltage_kV\"\nzip = \"z\"\nvalues = [80, 300]\n");
  EXPECT_THAT(axisGroups(sweep), ElementsAre(ElementsAre(0, 2), ElementsAre(1)));
}

TEST_F(SweepFile, takesFilesByAPatternInTheOrderOfTheirNames) {
  for (const char* name : {"b.xyz", "a.xyz", "c.dump", ".xyz"}) write("", name);
  const auto files =
      valuesOfAxes(read("[[axis]]\nkey = \"configuration.file\"\nfiles = \"*.xyz\"\n")).front();
  ASSERT_EQ(files.size(), 2);
  EXPECT_EQ(files[0], (folder_.path() / "a.xyz").string());
  EXPECT_EQ(files[1], (folder_.path() / "b.xyz").string());
  EXPECT_THAT(refusal("[[axis]]\nkey = \"configuration.file\"\nfiles = \"*.cfg\"\n"),
              AllOf(HasSubstr("has no files"), HasSubstr("matches '*.cfg'")));
  EXPECT_THAT(refusal("[[axis]]\nkey = \"configuration.file\"\nfiles = \"none/*.cfg\"\n"),
              HasSubstr("cannot be listed"));
}

// What is refused, and a word of why.
struct Refused {
  const char *text, *why;
};

TEST_F(SweepFile, refusesWhatCannotBeBeforeAnyWork) {
  const std::string axis = "[[axis]]\nkey = \"foil.thickness_A\"\n";
  const Refused refused[] = {
      {"[[axis]]\nkey = \"foil.thicknes_A\"\nvalues = [1]\n", "foil.thickness_A"},
      {"[[axis]]\nvalues = [1]\n", "names no key"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\n", "it has no values"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nvalues = []\n", "no list of at least one"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nvalues = 4\n", "no list of at least one"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nvalues = [1]\nvalue = [2]\n", "did you mean"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nvalues = [1]\nrange = {from = 1, to = 2, count = "
       "2}\n",
       "several ways"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 1, count = 2}\n", "lacks from or to"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 1, to = 2}\n", "how many"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 1, to = 2, count = 2, step = 1}\n",
       "both count and step"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 1, to = 2, step = -1}\n",
       "does not lead"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 1, to = 2, step = nan}\n",
       "axis 1.range.step"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 0, to = 2, count = 3, scale = "
       "\"log\"}\n",
       "no logarithm"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrandom = {from = 3, to = 2, count = 3}\n",
       "not below"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrandom = {distribution = \"normal\", from = 1, to = "
       "2, "
       "count = 3}\n",
       "mean and a deviation"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nrandom = {distribution = \"gauss\", count = 3}\n",
       "normal"},
      {"[[axis]]\nkey = \"foil.thickness_A\"\nsobol = {from = 1, to = 2}\n", "how many"},
      {"[[axis]]\nkey = \"case.title\"\nrange = {from = 1, to = 2, count = 2}\n", "no number"},
      {"[[axis]]\nkey = \"case.title\"\nfiles = \"*\"\n", "configuration.file alone"},
      {"[[axis]]\nkey = \"scan.haadf.records\"\nvalues = [\"map\"]\n", "which keys there are"},
      {"[[axis]]\nkey = \"voronoi.samples\"\nvalues = [1, 2]\n", "stands for itself"},
      {"[[axis]]\nkey = \"blind.pixel_error_percent\"\nvalues = [1, 2]\n", "depends on it"},
      {"[voronoi]\nsamples = 3\n[sweep]\n", "further samples"},
      {"[sweep]\nsplit = [0.8, 0.3, 0.1]\n", "add up to 1.2"},
      {"[sweep]\nsplit = [0.8, 0.2]\n", "holds 2 numbers"},
      {"[sweep]\nsamples_per_shard = 0\n", "sweep.samples_per_shard"},
      {"[sweep]\nsamples_per_shards = 3\n", "samples_per_shard"},
      {"sweep = 3\n", "no table"},
      {"", "neither [sweep] nor [[axis]]"},
      {"[sim]\natoms = 500\n", "glasscope run"},
      {"axis = 3\n", "list of tables"},
      {"[axis]\nkey = \"foil.thickness_A\"\n", "list of tables"},
      {"[[scan]]\nname = \"haadf\"\nenabled = false\n[sweep]\n", "records nothing"},
  };
  for (const Refused& one : refused) EXPECT_THAT(refusal(one.text), HasSubstr(one.why)) << one.text;
  EXPECT_THAT(
      refusal(axis + "values = [1, 2]\n[[axis]]\nkey = \"foil.thickness_A\"\nvalues = [3]\n"),
      HasSubstr("Two axes are over foil.thickness_A"));
  // One key by two names.
  EXPECT_THAT(refusal("[[axis]]\nkey = \"haadf.defocus_A\"\nvalues = [1]\n"
                      "[[axis]]\nkey = \"scan.haadf.defocus_A\"\nvalues = [2]\n"),
              HasSubstr("Two axes are over scan.haadf.defocus_A"));
  EXPECT_THAT(
      refusal(axis + "zip = \"a\"\nvalues = [1, 2]\n[[axis]]\nkey = \"case.seed\"\nzip = \"a\"\n"
                     "values = [1, 2, 3]\n"),
      AllOf(HasSubstr("zipped as 'a'"), HasSubstr("2 values"), HasSubstr("has 3")));
}

TEST_F(SweepFile, refusesABillionSamplesWithTheirNumberAndWithoutMakingThem) {
  EXPECT_THAT(
      refusal(
          "[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 1, to = 2, count = 1000000000}\n"),
      AllOf(HasSubstr("1000000000 samples"), HasSubstr("most_samples")));
  EXPECT_THAT(
      refusal("[[axis]]\nkey = \"foil.thickness_A\"\nrange = {from = 1, to = 100, step = 1e-9}\n"),
      HasSubstr("99000000001 samples"));
  EXPECT_THAT(
      refusal(
          "[sweep]\nmost_samples = 5\n[[axis]]\nkey = \"foil.thickness_A\"\nvalues = [1, 2, 3]\n"
          "[[axis]]\nkey = \"case.seed\"\nvalues = [1, 2]\n"),
      HasSubstr("6 samples"));
}

TEST_F(SweepFile, refusesAValueThatIsThereTwice) {
  EXPECT_THROW(valuesOfAxes(read("[[axis]]\nkey = \"foil.thickness_A\"\nvalues = [1, 2, 1]\n")),
               Error);
}

}  // namespace
}  // namespace glasscope::pipeline
