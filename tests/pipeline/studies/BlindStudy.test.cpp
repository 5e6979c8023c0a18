#include "pipeline/studies/BlindStudy.h"

#include <cmath>
#include <fstream>

#include "compare/scores/Orientation.h"
#include "core/formats/Emd.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Hash.h"
#include "pipeline/case/CaseFile.h"
#include "tests/TemporaryFolder.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class BlindProgram : public ProgramTest {
 protected:
  std::vector<std::string> arguments(const fs::path& out) const {
    return with(quickly({"blind", writeFrames("made_up_name.xyz", 3).string(), "-o", out.string()}),
                {"haadf.scan_nx=12", "haadf.scan_ny=12", "snapshots.thermal_motion=none",
                 "case.title=made_up_title", "record.dose_e_per_A2=1e6",
                 "blind.pixel_error_percent=5", "blind.diffraction_pixel_error_percent=5",
                 "compare.descriptors=[\"voronoi_volume_A3\", \"coordination\"]"});
  }
  Outcome score(std::vector<std::string> words) const {
    words.insert(words.begin(), "score");
    return run(words);
  }
  // One map of the sealed truth as somebody's answer.
  fs::path answer(const fs::path& truth, const compare::Orientation& way) const {
    Map2 map = compare::laid(readBlindTruth(truth).maps.front(), way);
    map.name = "mine";
    const fs::path file = folder_ / fmt::format("answer{}.h5", way.quarterTurns);
    writeEmdMaps(file, {map}, {});
    return file;
  }
};

// Whatever stands in the file as text, the data set of numbers included.
std::string bytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(BlindProgram, givesAwaySignalsAndNothingElse) {
  const fs::path out = folder_ / "set";
  const Outcome made = run(with(arguments(out), {"haadf.series={key=\"defocus_A\", values=[10]}"}));
  ASSERT_EQ(made.status, 0) << made.errors;
  EXPECT_THAT(made.errors, HasSubstr("the series of haadf stays out"));
  EXPECT_THAT(made.errors, Not(HasSubstr("[record] has no step")));
  for (const char* scan : {"haadf.h5", "nanodiffraction.h5"}) {
    const std::string bytes = bytesOf(out / "given" / scan);
    for (const char* word :
         {"voronoi", "coordination", "areal", "fraction_Zr", "made_up_name", "made_up_title",
          "identity\":", "mendelev", "thickness", "XXH", "/tmp/"})
      EXPECT_THAT(bytes, Not(HasSubstr(word))) << scan;
    const BlindTruth truth = readBlindTruth(out / "truth" / scan);
    EXPECT_EQ(truth.maps.at(0).name, "voronoi_volume_A3");
    EXPECT_EQ(truth.givenHash, hashFile(out / "given" / scan));
  }
  // The numbers are those of the run, the lengths are not, and the place in the sample is not told.
  const auto map = readEmdMaps(out / "given" / "haadf.h5");
  const auto recorded = readEmdMaps(out / "run" / "signals" / "haadf" / "recorded.h5");
  ASSERT_EQ(map.size(), 1u);
  EXPECT_EQ(std::vector<double>(map[0].values.begin(), map[0].values.end()),
            std::vector<double>(recorded[0].values.begin(), recorded[0].values.end()));
  EXPECT_NE(map[0].pixel_A.x(), recorded[0].pixel_A.x());
  EXPECT_NEAR(map[0].pixel_A.x() / recorded[0].pixel_A.x(), 1, 0.25);  // five times 5 %
  EXPECT_FALSE(map[0].periodic);
  const EmdDatacube given(out / "given" / "nanodiffraction.h5");
  const EmdDatacube clean(out / "run" / "signals" / "nanodiffraction" / "recorded.h5");
  for (int x = 0; x < 6; ++x) {
    const auto a = given.pattern(x, 2), b = clean.pattern(x, 2);
    EXPECT_EQ(std::vector<float>(a.begin(), a.end()), std::vector<float>(b.begin(), b.end()));
  }
  EXPECT_NE(given.shape().qStep_invA, clean.shape().qStep_invA);
  // Each length of each scan has an error of its own, a normal deviate of 5 % of its logarithm, and
  // the truth keeps both the length that is right and the one that was told.
  const auto error = [](const char* purpose, std::uint64_t scan) {
    return std::exp(0.05 * Random(1, purpose, 0, scan).normal());
  };
  const BlindTruth first = readBlindTruth(out / "truth" / "haadf.h5");
  const BlindTruth second = readBlindTruth(out / "truth" / "nanodiffraction.h5");
  EXPECT_NEAR(map[0].pixel_A.x(), recorded[0].pixel_A.x() * error("blind_pixel", 0), 1e-12);
  EXPECT_NEAR(map[0].pixel_A.y(), recorded[0].pixel_A.y() * error("blind_pixel", 0), 1e-12);
  EXPECT_EQ(first.givenPixel_A, map[0].pixel_A);
  EXPECT_NEAR(first.numbers.at(0).second, recorded[0].pixel_A.x(), 1e-12);
  EXPECT_NEAR(given.shape().rStep_A.x(), clean.shape().rStep_A.x() * error("blind_pixel", 1),
              1e-12);
  EXPECT_NEAR(given.shape().qStep_invA,
              clean.shape().qStep_invA * error("blind_diffraction_pixel", 1), 1e-12);
  EXPECT_EQ(second.givenPixel_A, given.shape().rStep_A);
  ASSERT_EQ(second.numbers.size(), 3u);
  EXPECT_NEAR(second.numbers[0].second, clean.shape().rStep_A.x(), 1e-12);
  EXPECT_EQ(second.numbers[1].first, "diffraction_pixel_invA");
  EXPECT_EQ(second.numbers[1].second, clean.shape().qStep_invA);
  EXPECT_EQ(second.numbers[2].first, "thickness_A");
  EXPECT_NEAR(second.numbers[2].second, 13, 1e-9);
  EXPECT_EQ(given.shape().rOrigin_A, Vec2(0, 0));
  EXPECT_FALSE(given.shape().periodicScan);
  const EmdMetadata known = readEmdMetadata(out / "given" / "nanodiffraction.h5");
  EXPECT_EQ(known.at("dose_e_per_A2"), "1000000");
  EXPECT_EQ(known.at("convergence_semiangle_mrad"), "6");
  // 200 kV: 0.025079 angstrom.
  EXPECT_NEAR(std::stod(known.at("convergence_semiangle_invA")), 0.006 / 0.025079, 1e-5);
  EXPECT_EQ(readEmdMetadata(out / "given" / "haadf.h5").at("voltage_kV"), "200");
}

TEST_F(BlindProgram, isTheSameTwiceAndScoresWhatIsFound) {
  const fs::path out = folder_ / "set", other = folder_ / "other";
  ASSERT_EQ(run(arguments(out)).status, 0);
  ASSERT_EQ(run(arguments(other)).status, 0);
  for (const char* file : {"given/haadf.h5", "given/nanodiffraction.h5", "truth/haadf.h5"})
    EXPECT_EQ(bytesOf(out / file), bytesOf(other / file)) << file;
  ASSERT_EQ(run(arguments(out)).status, 0);  // over its own files

  const std::string truth = (out / "truth" / "haadf.h5").string();
  const std::string json = (folder_ / "scores.json").string();
  const Outcome right =
      score({truth, "--map", answer(truth, {}).string(), "--truth", "voronoi_volume_A3", "--data",
             (out / "given" / "haadf.h5").string(), "--json", json});
  ASSERT_EQ(right.status, 0) << right.errors;
  EXPECT_THAT(right.output, HasSubstr("sealed for these data"));
  EXPECT_THAT(bytesOf(json), HasSubstr("\"auc\": 1.0"));
  EXPECT_THAT(right.output, Not(HasSubstr("turned")));
  const Outcome turned = score({truth, "--map", answer(truth, {1, false}).string()});
  EXPECT_THAT(turned.output, HasSubstr("turned by 270 degrees it would be r = 1.000"));
  const double step = readBlindTruth(truth).maps.front().pixel_A.x();
  const Outcome number = score({truth, "--number", fmt::format("pixel_A={}", 1.1 * step)});
  EXPECT_THAT(number.output, HasSubstr("+10 %"));
  std::ofstream(folder_ / "found.csv") << "x_pixel,y_pixel\n3,4\n7,1\n90,1\n";
  const Outcome points = score({truth, "--positions", (folder_ / "found.csv").string()});
  EXPECT_EQ(points.status, 0) << points.errors;
  EXPECT_THAT(points.output, HasSubstr(" 2        1 "));
}

TEST_F(BlindProgram, refusesWhatIsNotItsOwn) {
  const fs::path out = folder_ / "set";
  ASSERT_EQ(run(arguments(out)).status, 0);
  const fs::path truth = out / "truth" / "haadf.h5", mine = out / "given" / "haadf.h5";
  EXPECT_THAT(score({mine.string(), "--number", "pixel_A=1"}).errors, HasSubstr("no sealed truth"));
  EXPECT_THAT(score({truth.string()}).errors, HasSubstr("not one answer"));
  EXPECT_THAT(score({truth.string(), "--number", "pixel=1"}).errors, HasSubstr("pixel_A"));
  EXPECT_THAT(score({truth.string(), "--number", "pixel_A=1", "--data", truth.string()}).errors,
              HasSubstr("not that of"));
  EXPECT_THAT(score({truth.string(), "--map", mine.string(), "--truth", "voronoi_volume"}).errors,
              HasSubstr("did you mean 'voronoi_volume_A3'"));
  fs::remove(mine);
  std::ofstream(mine) << "somebody's";
  const Outcome again = run(arguments(out));
  EXPECT_EQ(again.status, 2);
  EXPECT_THAT(again.errors, HasSubstr("would be replaced"));
  EXPECT_EQ(bytesOf(mine), "somebody's");
}

// A seal is text, which anybody may change; none of it is a defect of the program.
TEST(BlindTruth, aSealThatWasTamperedWithIsDamaged) {
  const TemporaryFolder folder;
  Map2 map;
  map.name = "voronoi_volume_A3";
  map.values = Array2<double>(2, 2, 1.0);
  const auto sealed = [&](const std::string& seal) {
    writeEmdMaps(folder / "truth.h5", {map}, {{"blind_truth", seal}});
    return readBlindTruth(folder / "truth.h5");
  };
  const BlindTruth truth =
      sealed(R"({"numbers": {"pixel_A": 2}, "given_pixel_A": [2, 3], "given_hash": "abc"})");
  EXPECT_EQ(truth.givenPixel_A, Vec2(2, 3));
  EXPECT_EQ(truth.numbers.front().second, 2);
  for (const char* seal :
       {"", "{", "7", "[]", R"({"numbers": {}, "given_pixel_A": [2, 3]})",
        R"({"numbers": {"pixel_A": "2"}, "given_pixel_A": [2, 3], "given_hash": "abc"})",
        R"({"numbers": 7, "given_pixel_A": [2, 3], "given_hash": "abc"})",
        R"({"numbers": {}, "given_pixel_A": 2, "given_hash": "abc"})",
        R"({"numbers": {}, "given_pixel_A": [2], "given_hash": "abc"})",
        R"({"numbers": {}, "given_pixel_A": [2, 3], "given_hash": 7})"}) {
    try {
      sealed(seal);
      ADD_FAILURE() << seal;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input) << seal;
    }
  }
}

}  // namespace
}  // namespace glasscope::pipeline
