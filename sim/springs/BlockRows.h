#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/math/Vec.h"
#include "sim/springs/Block.h"

namespace glasscope::sim {

/// Second derivatives as rows of 3 x 3 blocks: for springs that are not factored. The block of an
/// atom with itself is minus the sum of the others and enters as differences of displacements, so
/// that uniform ones are null to the last bit, whatever the rounding of the blocks.
template <class T>
class BlockRows {
 public:
  /// Of one atom: place of another one and the block with it, each place once.
  using Row = std::vector<std::pair<std::int32_t, Mat3>>;

  BlockRows() = default;
  /// `rootMass` of each atom: blocks are divided by it on both sides (ones: not weighted).
  BlockRows(const std::vector<Row>& rows, const std::vector<T>& rootMass);

  /// y = a H x + b x + c z, as Springs::apply. The same bits for any number of threads.
  void apply(const Block<T>& x, Block<T>& y, const Block<T>* z, T a, T b, T c) const;

  double bytes() const;

 private:
  struct Entry {
    T block[9];  // row-major
    std::int32_t j;
  };

  std::vector<T> inverseRoot_;
  std::vector<std::int64_t> start_;
  std::vector<Entry> entries_;
  mutable Block<T> scaled_;
};

extern template class BlockRows<float>;
extern template class BlockRows<double>;

}  // namespace glasscope::sim
