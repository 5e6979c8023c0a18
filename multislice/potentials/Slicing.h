#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// Number of equal slices of a foil. Throws Error(usage, capacity) for a thickness of slices that
/// is none.
int sliceCount(const MicroscopeSettings& microscope, const Foil& foil);

/// A foil cut into equal slices across the beam: which nuclei lie in which.
class Slicing {
 public:
  /// Throws Error(usage) for fewer than one slice.
  Slicing(const Foil& foil, int count);

  int count() const { return static_cast<int>(first_.size()) - 1; }
  double thickness_A() const { return thickness_A_; }

  /// Indices of the atoms of a slice, in the order of the foil.
  std::span<const std::size_t> atoms(int slice) const { return atoms(slice, slice); }

  /// The same of the slices first to last, slice by slice; what is beyond the foil is left out.
  std::span<const std::size_t> atoms(int first, int last) const {
    const std::size_t begin = first_[std::max(first, 0)];
    return {order_.data() + begin, first_[std::min(last, count() - 1) + 1] - begin};
  }

 private:
  double thickness_A_;
  std::vector<std::size_t> order_, first_;
};

}  // namespace glasscope::multislice
