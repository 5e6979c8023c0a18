#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "multislice/Foil.h"

namespace glasscope::multislice {

/// A foil cut into equal slices across the beam: which atoms lie in which. An atom belongs wholly
/// to the slice that holds its nucleus (infinite projection).
class Slicing {
 public:
  /// Throws Error(usage) for fewer than one slice.
  Slicing(const Foil& foil, int count);

  int count() const { return static_cast<int>(first_.size()) - 1; }
  double thickness_A() const { return thickness_A_; }

  /// Indices of the atoms of a slice, in the order of the foil.
  std::span<const std::size_t> atoms(int slice) const {
    return {order_.data() + first_[slice], first_[slice + 1] - first_[slice]};
  }

 private:
  double thickness_A_;
  std::vector<std::size_t> order_, first_;
};

}  // namespace glasscope::multislice
