// Means over independent samples, against the reports of each sample on its own.
#include "pipeline/report/ReplicaMeans.h"

#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "core/system/Files.h"
#include "pipeline/report/JsonNumbers.h"
#include "tests/TemporaryFolder.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

using Json = nlohmann::json;

class ReplicaMeansTest : public ProgramTest {
 protected:
  /// Describes a sample and returns its report.
  Json describe(const std::filesystem::path& sample, const std::string& out,
                const std::string& replicas) {
    const Outcome outcome =
        run({"voronoi", sample.string(), "--set", "snapshots.thermal_motion=none", "--set",
             "voronoi.replicas=" + replicas, "-o", (folder_ / out).string()});
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
    return Json::parse(readFile(folder_ / out / "structure/report.json"));
  }

  /// The standard error of the mean of two values is half of their distance.
  static void expectMeanOf(double a, double b, const pipeline::ReplicaMeans& means,
                           const std::string& quantity) {
    double mean = -1, error = -1;
    ASSERT_TRUE(means.take(quantity, 100, mean, error)) << quantity;
    EXPECT_NEAR(mean, 50 * (a + b), 1e-10) << quantity;
    EXPECT_NEAR(error, 50 * std::abs(a - b), 1e-10) << quantity;
  }
};

TEST_F(ReplicaMeansTest, areThoseOfTheReportsOfEachSample) {
  const auto one = writeFrames("one.xyz", 1), many = writeFrames("many.xyz", 2);  // the last counts
  const Json a = describe(one, "a", fmt::format("[\"{}\"]", many.string()));
  const Json b = describe(many, "b", "[]");
  const pipeline::RunDirectory folder(folder_ / "a");
  const pipeline::ReplicaMeans means(folder);
  EXPECT_THAT(means.text(), testing::HasSubstr("over 2 independent samples"));
  expectMeanOf(a["mean_coordination"], b["mean_coordination"], means, "coordination");
  ASSERT_EQ(a["convention_spread"].size(), 14U);
  for (std::size_t k = 0; k < 14; ++k) {
    const Json &x = a["convention_spread"][k], &y = b["convention_spread"][k];
    const auto how = fmt::format("({}; {})", x["weighting"].get<std::string>(),
                                 x["convention"].get<std::string>());
    expectMeanOf(x["valid_fraction"], y["valid_fraction"], means, "valid_fraction " + how);
    for (std::size_t s = 0; s < x["icosahedra"].size(); ++s)
      expectMeanOf(
          x["icosahedra"][s]["fraction"], y["icosahedra"][s]["fraction"], means,
          fmt::format("icosahedra_{} {}", x["icosahedra"][s]["element"].get<std::string>(), how));
  }
  for (const std::string kind : {"vertex", "edge", "face", "interpenetrating"}) {
    const auto name = kind + "_links_per_icosahedron";
    expectMeanOf(a["icosahedral_network"][name], b["icosahedral_network"][name], means, name);
  }
}

/// Where there are no samples but frames, these; over a process (its means are null) nothing.
TEST(ReplicaMeans, areOverTheFramesWhereThereAreSeveral) {
  const TemporaryFolder folder;
  const pipeline::RunDirectory run(folder.path());
  std::filesystem::create_directory(run.path("structure"));
  const auto write = [](const std::filesystem::path& path, const std::string& mean) {
    writeFileAtomically(path, fmt::format(R"({{"errors": "standard error", "step": [0, 10, 20],
      "quantities": [{{"name": "coordination", "mean": {}, "standard_error": 0.25}}]}})",
                                          mean));
  };
  const auto taken = [&] {
    double value = -1, error = -1;
    const bool found = pipeline::ReplicaMeans(run).take("coordination", 2, value, error);
    return std::tuple(found, value, error);
  };
  write(run.path(pipeline::Product::structureSeries), "13.5");
  EXPECT_EQ(taken(), std::tuple(true, 27.0, 0.5));
  EXPECT_EQ(pipeline::ReplicaMeans(run).text(), "mean and standard error over 3 frames");
  write(run.path(pipeline::Product::replicas), "12.5");  // samples know better than frames
  EXPECT_EQ(taken(), std::tuple(true, 25.0, 0.5));
  std::filesystem::remove(run.path(pipeline::Product::replicas));
  write(run.path(pipeline::Product::structureSeries), "null");
  EXPECT_EQ(taken(), std::tuple(false, -1.0, -1.0));
  EXPECT_TRUE(pipeline::ReplicaMeans(run).empty());
}

TEST_F(ReplicaMeansTest, ofOneSampleAreNone) {
  describe(writeFrames("one.xyz", 1), "a", "[]");
  const pipeline::RunDirectory folder(folder_ / "a");
  const pipeline::ReplicaMeans means(folder);
  double value = 1, error = 2;
  EXPECT_TRUE(means.empty());
  EXPECT_FALSE(means.take("coordination", 100, value, error));
  EXPECT_EQ(value, 1);
  EXPECT_EQ(error, 2);
}

/// Shells and g(r) of a run over frames have errors, as fractions do, and the page begins with what
/// they are over.
TEST_F(ReplicaMeansTest, overFramesAreOfShellsAndPairDistributionsToo) {
  const auto input = writeFrames("frames.xyz", 3);
  const std::filesystem::path out = folder_ / "frames";
  ASSERT_EQ(run({"report", input.string(), "--frames", "all", "--set",
                 "snapshots.thermal_motion=frames", "-o", out.string()})
                .status,
            0);
  const pipeline::RunDirectory folder(out);
  const pipeline::ReplicaMeans means(folder);
  EXPECT_EQ(means.over(), "3 frames");
  double neighbours = 0, error = 0;
  ASSERT_TRUE(means.take("shell_1_neighbours", 1, neighbours, error));
  EXPECT_GT(neighbours, 4);
  EXPECT_GT(error, 0);
  ASSERT_FALSE(means.pairs().empty());
  const Json& total = means.pairs().front();
  EXPECT_EQ(total.at("g").size(), total.at("r_A").size());
  EXPECT_EQ(total.at("standard_error").size(), total.at("r_A").size());
  EXPECT_THAT(readFile(out / "report.html"),
              testing::ContainsRegex("Described is the mean positions of 3 frames.*; fractions, "
                                     "means and g\\(r\\) with errors are those over 3 frames"));
}

}  // namespace
}  // namespace glasscope
