#pragma once

#include <string_view>
#include <vector>

namespace glasscope::sim {

/// Which frames of a trajectory: first, last (inclusive) and step. Negative numbers count from the
/// end: -1 is the last frame.
struct FrameSelection {
  long first = 0, last = -1, step = 1;

  /// "all", "7", "-1", "0:9", "0:-1:10", "::10". Throws Error(usage).
  static FrameSelection parse(std::string_view text);

  /// True when the number of frames must be known before the first frame is read.
  bool needsCount() const { return first < 0 || last < -1; }

  /// The frame numbers among `count` frames, ascending. Throws Error(usage) naming the frames that
  /// there are when first or last lies outside of them.
  std::vector<long> resolve(long count) const;
};

}  // namespace glasscope::sim
