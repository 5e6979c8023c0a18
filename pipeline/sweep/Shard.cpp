#include "pipeline/sweep/Shard.h"

#include <fmt/format.h>

namespace glasscope::pipeline {

std::string Shard::path() const {
  return fmt::format("shards/{}-{:05}.h5", textOf(split), number);
}

std::vector<Shard> shardsOf(const std::vector<Split>& splits, int samplesPerShard) {
  std::vector<Shard> shards;
  for (const auto& word : wordsOf(Split{})) {
    int number = 0;
    const std::size_t first = shards.size();
    for (std::size_t i = 0; i < splits.size(); ++i) {
      if (splits[i] != word.value) continue;
      const bool full = shards.size() == first ||
                        shards.back().samples.size() == static_cast<std::size_t>(samplesPerShard);
      if (full) shards.push_back({word.value, number++, {}});
      shards.back().samples.push_back(i);
    }
  }
  return shards;
}

}  // namespace glasscope::pipeline
