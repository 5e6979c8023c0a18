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
int sliceCount(const MicroscopeSettings& microscope, double thickness_A);
inline int sliceCount(const MicroscopeSettings& microscope, const Foil& foil) {
  return sliceCount(microscope, foil.thickness_A());
}

/// A foil cut into slices across the beam: which nuclei lie in which.
class Slicing {
 public:
  /// Equal slices. Throws Error(usage) for fewer than one.
  Slicing(const Foil& foil, int count);
  /// Slices between ascending faces, one more than these: a nucleus on a face lies below it, what
  /// is beyond all faces in the first or in the last slice.
  Slicing(const Foil& foil, std::vector<double> faces_A);

  int count() const { return static_cast<int>(first_.size()) - 1; }

  /// Indices of the atoms of a slice, in the order of the foil.
  std::span<const std::size_t> atoms(int slice) const { return atoms(slice, slice); }

  /// The same of all slices that reach into these depths, slice by slice.
  std::span<const std::size_t> atomsBetween(double low_A, double high_A) const {
    return atoms(sliceAt(low_A), sliceAt(high_A));
  }
  /// Where a slice begins and ends; -infinity and infinity at the ends.
  double low_A(int slice) const;
  double high_A(int slice) const;

  /// The same of the slices first to last, slice by slice; what is beyond the foil is left out.
  std::span<const std::size_t> atoms(int first, int last) const {
    const std::size_t begin = first_[std::max(first, 0)];
    return {order_.data() + begin, first_[std::min(last, count() - 1) + 1] - begin};
  }

 private:
  int sliceAt(double depth_A) const;

  std::vector<double> faces_A_;
  std::vector<std::size_t> order_, first_;
};

}  // namespace glasscope::multislice
