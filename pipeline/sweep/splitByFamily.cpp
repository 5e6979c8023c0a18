#include "pipeline/sweep/splitByFamily.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/system/Hash.h"

namespace glasscope::pipeline {

namespace {

// How many families each part has: rounded, the rest to the training, and no wanted part empty
// while another has two.
std::array<std::size_t, 3> sizesOf(const std::vector<double>& split, std::size_t families) {
  std::array<std::size_t, 3> sizes{};
  std::size_t left = families;
  for (const std::size_t part : {2U, 1U}) {  // the smallest first, so that rounding spares them
    const double wanted = split[part] * static_cast<double>(families);
    sizes[part] = std::min(left, static_cast<std::size_t>(std::llround(wanted)));
    left -= sizes[part];
  }
  sizes[0] = left;
  // Training, then test, then validation: a set without a test says less than one without a
  // choice of settings.
  for (const std::size_t part : {0U, 2U, 1U}) {
    if (split[part] == 0 || sizes[part] > 0) continue;
    const auto largest = std::max_element(sizes.begin(), sizes.end());
    if (*largest < 2) continue;
    --*largest;
    sizes[part] = 1;
  }
  return sizes;
}

}  // namespace

std::vector<Split> splitByFamily(const std::vector<SweepSample>& samples,
                                 const SweepSettings& settings) {
  std::set<std::string> families;
  for (const SweepSample& sample : samples) families.insert(sample.family);
  std::vector<std::pair<std::string, std::string>> drawn;
  for (const std::string& family : families)
    drawn.emplace_back(hashBytes("split " + std::to_string(settings.seed) + " " + family), family);
  std::sort(drawn.begin(), drawn.end());
  const auto sizes = sizesOf(settings.split, drawn.size());
  std::map<std::string, Split> splits;
  for (std::size_t i = 0; i < drawn.size(); ++i)
    splits[drawn[i].second] = i < sizes[0]              ? Split::train
                              : i < sizes[0] + sizes[1] ? Split::validation
                                                        : Split::test;
  std::vector<Split> out;
  for (const SweepSample& sample : samples) out.push_back(splits.at(sample.family));
  return out;
}

}  // namespace glasscope::pipeline
