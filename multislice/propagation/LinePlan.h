#pragma once

#include <span>
#include <vector>

#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// How a line of n values is transformed, multiplied in reciprocal space and transformed back in a
/// scratch of slots, each slot a value of several lines side by side.
///
/// The transform is decimated in frequency (Gentleman and Sande 1966): passes of a small radix, the
/// last of which leaves the frequencies in the order of their reversed digits. The way back reads
/// them in that order, so that nothing is ever sorted; only the multiplier is read in that order.
class LinePlan {
 public:
  /// One pass: butterflies of `radix` slots at `distance`, `count` of them behind each start. The
  /// starts of one block of the first pass stand together: all later passes work within such a
  /// block, which can so be finished, there and back, while it is in the nearest cache.
  struct Pass {
    int radix = 0, count = 0, distance = 0;
    std::vector<int> starts;
    Wave twiddles;  ///< exp(-2 pi i b k / (radix count)), [b, k - 1] for butterfly b, output k
  };

  /// True for n = 2^a 3^b 5^c 7^d above the largest radix, as far as the radices reach.
  static bool canPlan(int n);
  /// Numbers of points that a pass may have, ascending.
  static std::span<const int> radices();

  /// Throws Error(internal) unless canPlan(n).
  explicit LinePlan(int n);
  /// With radices of one's own choice, first pass first; their product is n.
  explicit LinePlan(std::span<const int> radices);

  int size() const { return size_; }
  /// Blocks that the first pass leaves, each transformed on its own.
  int blocks() const { return passes_.front().radix; }
  /// All passes but the last.
  const std::vector<Pass>& passes() const { return passes_; }
  /// The last pass: butterflies of neighbouring slots behind each start.
  int lastRadix() const { return lastRadix_; }
  const std::vector<int>& lastStarts() const { return lastStarts_; }

  /// Number of slots; some stay unused, so that the slots of a butterfly do not fall into the same
  /// set of the cache.
  int slots() const { return slots_; }
  /// Slot of value x of the line.
  int slotOf(int x) const { return slotOf_[x]; }
  /// Frequency of output b of last-pass butterfly a, at [a * lastRadix + b].
  const std::vector<int>& frequencies() const { return frequencies_; }

 private:
  int size_ = 1, lastRadix_ = 1, slots_ = 0;
  std::vector<Pass> passes_;
  std::vector<int> lastStarts_, slotOf_, frequencies_;
};

}  // namespace glasscope::multislice
