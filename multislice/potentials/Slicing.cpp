#include "multislice/potentials/Slicing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

std::vector<double> equalFaces(double thickness_A, int count) {
  if (count < 1) {
    throw Error(ErrorKind::usage, "a foil cannot be cut into no slices", "at least one is needed",
                "choose a positive slice_thickness_A");
  }
  std::vector<double> faces_A;
  for (int s = 1; s < count; ++s) faces_A.push_back(thickness_A * s / count);
  return faces_A;
}

}  // namespace

int sliceCount(const MicroscopeSettings& microscope, double thickness_A) {
  if (microscope.slices > 0) return microscope.slices;
  if (!(microscope.slice_thickness_A > 0)) {
    throw Error(
        ErrorKind::usage,
        fmt::format("slice_thickness_A = {} is not a thickness", microscope.slice_thickness_A),
        "slices have to have a positive thickness", "1 to 3 angstrom is usual");
  }
  const double slices = std::ceil(thickness_A / microscope.slice_thickness_A * (1 - 1e-9));
  if (slices > 1e6) {
    throw Error(ErrorKind::capacity,
                fmt::format("the foil would be cut into {:.3g} slices", slices),
                "that is more than a million", "use a larger slice_thickness_A");
  }
  return std::max(1, static_cast<int>(slices));
}

Slicing::Slicing(const Foil& foil, int count)
    : Slicing(foil, equalFaces(foil.thickness_A(), count)) {}

Slicing::Slicing(const Foil& foil, std::vector<double> faces_A)
    : faces_A_(std::move(faces_A)), order_(foil.size()), first_(faces_A_.size() + 2, 0) {
  const auto slice = [&](std::size_t i) { return sliceAt(foil.positions()[i].z()); };
  for (std::size_t i = 0; i < foil.size(); ++i) ++first_[slice(i) + 1];
  for (int s = 0; s < count(); ++s) first_[s + 1] += first_[s];
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  for (std::size_t i = 0; i < foil.size(); ++i) order_[next[slice(i)]++] = i;
}

int Slicing::sliceAt(double depth_A) const {
  return static_cast<int>(std::upper_bound(faces_A_.begin(), faces_A_.end(), depth_A) -
                          faces_A_.begin());
}

double Slicing::low_A(int slice) const {
  return slice == 0 ? -HUGE_VAL : faces_A_[static_cast<std::size_t>(slice) - 1];
}

double Slicing::high_A(int slice) const {
  return slice + 1 == count() ? HUGE_VAL : faces_A_[static_cast<std::size_t>(slice)];
}

}  // namespace glasscope::multislice
