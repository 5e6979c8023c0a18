#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace glasscope {

/// Counts by key. Being integers they add up to the same over any division of the work.
class Tally {
 public:
  using Key = std::vector<int>;

  void add(const Key& key, std::int64_t count = 1) {
    if (count != 0) counts_[key] += count;
  }
  std::int64_t of(const Key& key) const;
  /// By key, ascending.
  const std::map<Key, std::int64_t>& counts() const { return counts_; }

  /// Adds up the tallies of all ranks; all get the sum. To be called by all.
  void sumOverRanks();

 private:
  std::map<Key, std::int64_t> counts_;
};

}  // namespace glasscope
