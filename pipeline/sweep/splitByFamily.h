#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/settings/Words.h"
#include "pipeline/sweep/SweepSamples.h"

namespace glasscope::pipeline {

/// What a sample is for.
enum class Split { train, validation, test };
constexpr auto wordsOf(Split) {
  return std::array{Word{Split::train, "train"}, Word{Split::validation, "validation"},
                    Word{Split::test, "test"}};
}

/// The split of every sample: families of glasses go as a whole, in an order drawn by the seed,
/// so that nothing of a glass that is tested with was trained on. Each part whose fraction is not
/// zero has at least one family where there are enough of them; the training comes first.
std::vector<Split> splitByFamily(const std::vector<SweepSample>& samples,
                                 const SweepSettings& settings);

}  // namespace glasscope::pipeline
