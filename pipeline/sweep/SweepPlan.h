#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/stages/RunPlan.h"
#include "pipeline/sweep/SweepSamples.h"

namespace glasscope::pipeline {

/// What a sweep holds, costs and shares.
struct SweepPlan {
  std::size_t samples = 0, glasses = 0, families = 0, scans = 0, recordings = 0;
  Cost work;             ///< all of it: time, memory at once, disk of the work folder
  double set_bytes = 0;  ///< of the data set, before compression
  std::string text;      ///< for people
};

/// Plans a sweep as `glasscope plan` plans a case: each kind of sample once, where samples that
/// differ by seeds, recording and comparison alone are of one kind. Throws what refuses one of
/// them, with its values; Error(capacity) where the disk of `folder` has no room for the set and
/// the work. `speed`: measures how long some of the kinds take (kMeasuredKinds), about a second
/// each; without it nothing is said of the time of images.
SweepPlan planSweep(const Sweep& sweep, const SweepSamples& all,
                    const std::filesystem::path& folder, bool speed);

inline constexpr std::size_t kMeasuredKinds = 6;

}  // namespace glasscope::pipeline
