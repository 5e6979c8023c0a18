#include "pipeline/sweep/SweepSamples.h"

#include <fstream>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "pipeline/sweep/splitByFamily.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SamplesOfSweep : public testing::Test {
 protected:
  SweepSamples samples(const std::string& text) { return samplesOf(sweep(text)); }
  Sweep sweep(const std::string& text) {
    std::ofstream(folder_.path() / "set.toml") << text;
    return readSweep(folder_.path() / "set.toml", {});
  }
  std::string refusal(const std::string& text) {
    try {
      samples(text);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return "accepted";
  }
  static std::map<std::string, int> count(const SweepSamples& all) {
    std::map<std::string, int> stages;
    for (const WorkNode& node : all.nodes) ++stages[node.stage];
    return stages;
  }
  static std::string axis(const std::string& key, const std::string& values) {
    return "[[axis]]\nkey = \"" + key + "\"\nvalues = " + values + "\n";
  }

  TemporaryFolder folder_;
};

constexpr const char* kOneMap = "[[scan]]\nname = \"haadf\"\n";

TEST_F(SamplesOfSweep, shareTheGlassAmongFoilsAndTheCleanScanAmongDoses) {
  const auto all = samples(kOneMap + axis("record.dose_e_per_A2", "[100, 1000, 10000]") +
                           axis("case.seed", "[1, 2]") + axis("foil.thickness_A", "[20, 40]"));
  EXPECT_EQ(all.samples.size(), 12);
  const auto stages = count(all);
  EXPECT_EQ(stages.at("sim"), 2);
  EXPECT_EQ(stages.at("voronoi"), 2);
  EXPECT_EQ(stages.at("haadf"), 4);
  EXPECT_EQ(stages.at("record"), 12);
  EXPECT_EQ(stages.size(), 4) << "neither comparison nor page";
}

TEST_F(SamplesOfSweep, areNumberedSoThatWhatTheyShareFollowsItself) {
  // The axis of the dose comes first in the file and varies fastest none the less.
  const auto all = samples(kOneMap + axis("record.dose_e_per_A2", "[100, 1000]") +
                           axis("foil.thickness_A", "[20, 40]") + axis("case.seed", "[1, 2]"));
  std::set<std::string> left;
  for (std::size_t i = 0; i < all.samples.size(); ++i) {
    EXPECT_EQ(all.samples[i].index, i);
    if (i == 0) continue;
    if (all.samples[i].glass != all.samples[i - 1].glass) left.insert(all.samples[i - 1].glass);
    EXPECT_FALSE(left.contains(all.samples[i].glass)) << "a glass is taken up again";
  }
  EXPECT_EQ(all.samples[0].values[0], 100);
  EXPECT_EQ(all.samples[1].values[0], 1000);
  EXPECT_EQ(all.samples[0].values[1], all.samples[1].values[1]);
  for (const WorkNode& node : all.nodes) {
    const auto& first = all.samples[node.sample].nodes;
    const auto at = static_cast<std::size_t>(&node - all.nodes.data());
    EXPECT_NE(std::find(first.begin(), first.end(), at), first.end());
  }
}

TEST_F(SamplesOfSweep, keepNameKeyAndNoiseWhenOthersJoin) {
  const auto few =
      samples(kOneMap + axis("record.dose_e_per_A2", "[1000]") + axis("case.seed", "[2]"));
  const auto many = samples(kOneMap + axis("case.seed", "[1, 2, 3]") +
                            axis("record.dose_e_per_A2", "[10, 1000]"));
  ASSERT_EQ(few.samples.size(), 1);
  const SweepSample& one = few.samples.front();
  const auto same = std::find_if(many.samples.begin(), many.samples.end(),
                                 [&](const SweepSample& other) { return other.key == one.key; });
  ASSERT_NE(same, many.samples.end());
  EXPECT_EQ(same->name(), one.name());
  EXPECT_EQ(same->noiseSeed, one.noiseSeed);
  EXPECT_NE(same->index, one.index);
}

TEST_F(SamplesOfSweep, haveNoiseOfTheirOwnUnlessTheFileSaysWhich) {
  const std::string doses = axis("record.dose_e_per_A2", "[100, 1000, 10000]");
  const Sweep drawn = sweep(kOneMap + doses);
  std::set<std::int64_t> seeds;
  for (const SweepSample& sample : samplesOf(drawn).samples) {
    EXPECT_GT(sample.noiseSeed, 0);
    EXPECT_EQ(caseOf(drawn, sample).record.seed, static_cast<std::uint64_t>(sample.noiseSeed));
    EXPECT_EQ(caseOf(drawn, sample).seed, 1) << "the glass keeps its seed";
    seeds.insert(sample.noiseSeed);
  }
  EXPECT_EQ(seeds.size(), 3);
  for (const SweepSample& sample : samples(kOneMap + doses + "[record]\nnoise_seed = 4\n").samples)
    EXPECT_EQ(sample.noiseSeed, 0);
  EXPECT_NE(samples(kOneMap + doses + "[sweep]\nseed = 2\n").samples.front().noiseSeed,
            samplesOf(drawn).samples.front().noiseSeed);
  for (const SweepSample& sample :
       samples(kOneMap + axis("record.noise_seed", "[1, 2]") + "[record]\ndose_e_per_A2 = 10\n")
           .samples)
    EXPECT_EQ(sample.noiseSeed, 0);
}

TEST_F(SamplesOfSweep, nameTheValuesOfOneThatCannotBe) {
  EXPECT_THAT(refusal(kOneMap + axis("foil.thickness_A", "[20, -3]")),
              AllOf(HasSubstr("foil.thickness_A = -3"), HasSubstr("foil.thickness_A")));
  EXPECT_THAT(refusal(kOneMap + axis("foil.thickness_A", "[20, \"thick\"]")),
              HasSubstr("foil.thickness_A = \"thick\""));
  // Only both together cannot be.
  EXPECT_THAT(refusal(kOneMap + axis("scan.haadf.inner_mrad", "[40, 90]") +
                      axis("scan.haadf.outer_mrad", "[80, 200]")),
              HasSubstr("scan.haadf.inner_mrad = 90, scan.haadf.outer_mrad = 80"));
}

TEST_F(SamplesOfSweep, areRefusedWhereTwoWouldBeTheSame) {
  EXPECT_THAT(refusal(kOneMap + axis("case.title", "[\"a\", \"b\"]")),
              AllOf(HasSubstr("the same"), HasSubstr("case.title = \"a\"")));
  EXPECT_THAT(refusal(kOneMap + axis("foil.thickness_A", "[20, 20.0]")), HasSubstr("the same"));
  // Which labels go along is part of a sample.
  EXPECT_EQ(
      samples(kOneMap + axis("compare.descriptors", "[[\"coordination\"], []]")).samples.size(), 2);
}

TEST_F(SamplesOfSweep, areSplitByTheOriginOfTheirGlass) {
  const std::string text = kOneMap + axis("case.seed", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]") +
                           axis("sim.cooling_rate_K_per_s", "[1e13, 1e14]") +
                           axis("record.dose_e_per_A2", "[100, 1000]");
  const auto all = samples(text);
  SweepSettings settings;
  const auto splits = splitByFamily(all.samples, settings);
  std::map<std::string, std::set<Split>> families;
  std::map<Split, int> counts;
  for (std::size_t i = 0; i < splits.size(); ++i) {
    families[all.samples[i].family].insert(splits[i]);
    ++counts[splits[i]];
  }
  EXPECT_EQ(families.size(), 10) << "two rates of cooling from one melt are one family";
  for (const auto& [family, own] : families) EXPECT_EQ(own.size(), 1) << family;
  EXPECT_EQ(counts[Split::train], 32);
  EXPECT_EQ(counts[Split::validation], 4);
  EXPECT_EQ(counts[Split::test], 4);
  settings.seed = 2;
  EXPECT_NE(splitByFamily(all.samples, settings), splits);
}

TEST_F(SamplesOfSweep, haveATestBeforeAValidationWhereFamiliesAreFew) {
  const auto partsOf = [&](int families) {
    std::vector<SweepSample> few(static_cast<std::size_t>(families));
    for (std::size_t i = 0; i < few.size(); ++i) few[i].family = std::to_string(i);
    std::map<Split, int> counts;
    for (const Split split : splitByFamily(few, {})) ++counts[split];
    return std::vector<int>{counts[Split::train], counts[Split::validation], counts[Split::test]};
  };
  EXPECT_EQ(partsOf(1), (std::vector<int>{1, 0, 0}));
  EXPECT_EQ(partsOf(2), (std::vector<int>{1, 0, 1}));
  EXPECT_EQ(partsOf(3), (std::vector<int>{1, 1, 1}));
  EXPECT_EQ(partsOf(20), (std::vector<int>{16, 2, 2}));
}

TEST_F(SamplesOfSweep, ofOneConfigurationAreOneFamilyWhateverItsName) {
  const std::string atoms =
      "2\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3\n"
      "Cu 1 1 1\nZr 4 4 4\n";
  for (const char* name : {"a.xyz", "b.xyz"}) std::ofstream(folder_.path() / name) << atoms;
  std::ofstream(folder_.path() / "c.xyz") << atoms << atoms;
  const auto all =
      samples(kOneMap + std::string("[[axis]]\nkey = \"configuration.file\"\nfiles = \"*.xyz\"\n"));
  std::set<std::string> families, glasses;
  for (const SweepSample& sample : all.samples) {
    families.insert(sample.family);
    glasses.insert(sample.glass);
  }
  EXPECT_EQ(families.size(), 2);
  EXPECT_EQ(glasses.size(), 3);
}

}  // namespace
}  // namespace glasscope::pipeline
