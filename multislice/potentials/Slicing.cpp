#include "multislice/potentials/Slicing.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

int sliceCount(const MicroscopeSettings& microscope, const Foil& foil) {
  if (microscope.slices > 0) return microscope.slices;
  if (!(microscope.slice_thickness_A > 0)) {
    throw Error(
        ErrorKind::usage,
        fmt::format("slice_thickness_A = {} is not a thickness", microscope.slice_thickness_A),
        "slices have to have a positive thickness", "1 to 3 angstrom is usual");
  }
  const double slices = std::ceil(foil.thickness_A() / microscope.slice_thickness_A * (1 - 1e-9));
  if (slices > 1e6) {
    throw Error(ErrorKind::capacity,
                fmt::format("the foil would be cut into {:.3g} slices", slices),
                "that is more than a million", "use a larger slice_thickness_A");
  }
  return std::max(1, static_cast<int>(slices));
}

Slicing::Slicing(const Foil& foil, int count)
    : thickness_A_(foil.thickness_A() / count), order_(foil.size()), first_(count + 1, 0) {
  if (count < 1) {
    throw Error(ErrorKind::usage, "a foil cannot be cut into no slices", "at least one is needed",
                "choose a positive slice_thickness_A");
  }
  const auto slice = [&](std::size_t i) {
    const int s = static_cast<int>(foil.positions()[i].z() / thickness_A_);
    return std::clamp(s, 0, count - 1);
  };
  for (std::size_t i = 0; i < foil.size(); ++i) ++first_[slice(i) + 1];
  for (int s = 0; s < count; ++s) first_[s + 1] += first_[s];
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  for (std::size_t i = 0; i < foil.size(); ++i) order_[next[slice(i)]++] = i;
}

}  // namespace glasscope::multislice
