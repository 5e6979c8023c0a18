#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pipeline/sweep/splitByFamily.h"

namespace glasscope::pipeline {

/// One file of a data set: samples of one split, in the order of their numbers.
struct Shard {
  Split split = Split::train;
  int number = 0;                    ///< in its split
  std::vector<std::size_t> samples;  ///< their indices

  /// Below the folder of the set: "shards/train-00003.h5".
  std::string path() const;
};

/// All shards, split by split; each is as full as it may be but the last of its split.
std::vector<Shard> shardsOf(const std::vector<Split>& splits, int samplesPerShard);

}  // namespace glasscope::pipeline
