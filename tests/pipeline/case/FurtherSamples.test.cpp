#include "pipeline/case/FurtherSamples.h"

#include <set>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/case/SeriesMember.h"

namespace glasscope::pipeline {
namespace {

Case caseOf(const std::vector<std::string>& overrides) {
  return parseCase("", "test", overrides);
}

TEST(FurtherSamples, areNoneUnlessAskedFor) {
  EXPECT_TRUE(furtherSamples(Case()).empty());
}

TEST(FurtherSamples, ofOtherSeedsDifferInNothingButTheSeed) {
  const Case c = caseOf({"voronoi.samples=4", "case.seed=9", "sim.atoms=500", "hrtem.enabled=true",
                         "haadf.series={key=\"defocus_A\", values=[10]}"});
  const auto samples = furtherSamples(c);
  ASSERT_EQ(samples.size(), 3u);
  std::set<std::int64_t> seeds = {c.seed};
  for (const FurtherSample& sample : samples) {
    EXPECT_TRUE(sample.made);
    const Case& one = sample.settings;
    seeds.insert(one.seed);
    // All that is random follows it.
    const auto seed = static_cast<std::uint64_t>(one.seed);
    EXPECT_EQ(one.meltQuench.seed, seed);
    EXPECT_EQ(one.foil.seed, seed);
    EXPECT_EQ(one.record.seed, seed);
    EXPECT_EQ(one.compare.association.seed, seed);
    EXPECT_EQ(one.meltQuench.atomCount, 500);
    EXPECT_TRUE(furtherSamples(one).empty());
    EXPECT_TRUE(one.images.empty());
    for (const ScanCase& scan : one.scans) EXPECT_FALSE(hasMembers(scan.series));
  }
  EXPECT_EQ(seeds.size(), 4u);
  EXPECT_EQ(samples[1].folder(), "replicas/glass_2");
}

TEST(FurtherSamples, areTheSameHoweverManyThereAre) {
  const auto three = furtherSamples(caseOf({"voronoi.samples=3"}));
  const auto nine = furtherSamples(caseOf({"voronoi.samples=9"}));
  for (std::size_t i = 0; i < three.size(); ++i) {
    EXPECT_EQ(three[i].name, nine[i].name);
    EXPECT_EQ(three[i].settings.seed, nine[i].settings.seed);
  }
  EXPECT_NE(furtherSamples(caseOf({"voronoi.samples=3", "case.seed=2"}))[0].settings.seed,
            three[0].settings.seed);
}

TEST(FurtherSamples, ofFilesComeBehindThoseOfSeeds) {
  const auto samples =
      furtherSamples(caseOf({"voronoi.samples=2", "voronoi.replicas=[\"a.xyz\", \"b.xyz\"]"}));
  ASSERT_EQ(samples.size(), 3u);
  EXPECT_EQ(samples[0].name, "glass_1");
  EXPECT_EQ(samples[1].name, "sample_1");
  EXPECT_FALSE(samples[1].made);
  EXPECT_EQ(samples[2].settings.configuration.file, "b.xyz");
  EXPECT_TRUE(samples[2].settings.replicas.empty());
}

TEST(FurtherSamples, ofSeedsAreRefusedBesideAConfiguration) {
  EXPECT_THROW(caseOf({"voronoi.samples=2", "configuration.file=glass.xyz"}), Error);
}

TEST(FurtherSamples, areRefusedBesideAThicknessMapOfOneSample) {
  EXPECT_THROW(caseOf({"voronoi.samples=2", "compare.thickness_file=t.h5"}), Error);
  EXPECT_THROW(caseOf({"voronoi.replicas=[\"a.xyz\"]", "compare.thickness_file=t.h5"}), Error);
  EXPECT_EQ(caseOf({"compare.thickness_file=t.h5"}).compare.thicknessFile, "t.h5");
  EXPECT_THROW(caseOf({"compare.thickness_map=thickness"}), Error) << "a map of no file";
  EXPECT_NO_THROW(caseOf({"compare.thickness_file=t.h5", "compare.thickness_map=thickness"}));
}

}  // namespace
}  // namespace glasscope::pipeline
