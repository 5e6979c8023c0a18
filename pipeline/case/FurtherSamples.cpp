#include "pipeline/case/FurtherSamples.h"

#include <fmt/format.h>

#include "core/math/Random.h"
#include "pipeline/case/ResolveCase.h"

namespace glasscope::pipeline {

namespace {

Case oneMore(const Case& c) {
  Case one = c;
  one.replicas.clear();
  one.samples = 1;
  one.images.clear();
  for (ScanCase& scan : one.scans) scan.series = {};
  return one;
}

}  // namespace

std::vector<FurtherSample> furtherSamples(const Case& c) {
  std::vector<FurtherSample> samples;
  for (int i = 1; i < c.samples; ++i) {
    samples.push_back({fmt::format("glass_{}", i), oneMore(c), true});
    samples.back().settings.seed = sampleSeed(c, i);
    resolveCase(samples.back().settings);  // all that is random takes the seed
  }
  for (std::size_t i = 0; i < c.replicas.size(); ++i) {
    samples.push_back({fmt::format("sample_{}", i + 1), oneMore(c), false});
    samples.back().settings.configuration.file = c.replicas[i];
  }
  return samples;
}

std::int64_t sampleSeed(const Case& c, int index) {
  if (index == 0) return c.seed;
  return Random(static_cast<std::uint64_t>(c.seed), "sample", static_cast<std::uint64_t>(index))
      .bits32();
}

}  // namespace glasscope::pipeline
