#include "multislice/Slicing.h"

#include <algorithm>

#include "core/Error.h"

namespace glasscope::multislice {

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
