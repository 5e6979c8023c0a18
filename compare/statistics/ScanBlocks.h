#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace glasscope::compare {

/// Shares the positions of a scan, or the pixels of a map, out among at most 4 x 4 blocks of
/// neighbours. Neighbouring positions see the same atoms, so that they are no independent samples:
/// an error is estimated by leaving out one block at a time (core/math/Jackknife.h).
class ScanBlocks {
 public:
  ScanBlocks(int rx, int ry);

  int count() const { return nx_ * ny_; }
  int of(int rx, int ry) const { return rx * nx_ / rx_ * ny_ + ry * ny_ / ry_; }

 private:
  int rx_, ry_, nx_, ny_;
};

/// jackknifeError() of every number, from the estimates that leave one block out each,
/// `leftOut[block][i]`.
std::vector<double> jackknifeErrors(const std::vector<std::vector<double>>& leftOut);

/// Means over a scan of several numbers a position, with jackknife errors.
class BlockMeans {
 public:
  BlockMeans(const ScanBlocks& blocks, std::size_t numbers);

  /// Numbers that are not finite are left out.
  void add(int block, std::span<const double> numbers);

  std::vector<double> mean() const;  ///< NaN where nothing was added
  /// The means without one block each, [block][number].
  std::vector<std::vector<double>> leftOut() const;
  std::vector<double> errors() const { return jackknifeErrors(leftOut()); }

 private:
  std::vector<double> meanWithout(int block) const;
  std::vector<std::vector<double>> sums_, added_;  // [block][number]
};

}  // namespace glasscope::compare
