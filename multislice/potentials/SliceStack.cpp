#include "multislice/potentials/SliceStack.h"

#include <algorithm>
#include <cmath>

#include "core/system/Error.h"
#include "multislice/potentials/Slicing.h"

namespace glasscope::multislice {

SliceStack::SliceStack(const MicroscopeSettings& microscope, double thickness_A,
                       std::span<const double> depths_A, double offset, bool sole)
    : thickness_A_(thickness_A),
      step_A_(thickness_A / sliceCount(microscope, thickness_A)),
      entry_A_((0.5 - offset) * step_A_) {
  GLASSCOPE_ENSURE(offset >= 0 && offset < 1, "slices begin within one slice above the foil");
  ends_A_.assign(depths_A.begin(), depths_A.end());
  ends_A_.push_back(thickness_A);
  double begin = 0;
  for (const double end : ends_A_) {
    // Planes of this part are counted from where its first slice would begin without a cut.
    const double first = begin - offset * step_A_;
    const int slices =
        std::max(1, static_cast<int>(std::ceil((end - begin) / step_A_ - 1e-9))) + (sole ? 0 : 1);
    if (begin > 0) faces_A_.push_back(begin);
    for (int s = 1; s < slices; ++s) faces_A_.push_back(std::min(first + s * step_A_, end));
    depths_.push_back(static_cast<int>(faces_A_.size()) + 1);
    reached_A_.push_back(first + (slices + 0.5) * step_A_);
    if (begin > 0) {
      const double joint = first + 0.5 * step_A_ - reached_A_[reached_A_.size() - 2];
      joints_A_.push_back(std::abs(joint) < 1e-9 * thickness_A ? 0 : joint);
    }
    begin = end;
  }
}

double SliceStack::offsetOf(const MicroscopeSettings& microscope, int snapshot, int snapshots) {
  if (microscope.sliceOffsets == 1) return 0;
  return static_cast<double>(snapshot) / snapshots;
}

SliceStack SliceStack::of(const MicroscopeSettings& microscope, double thickness_A,
                          std::span<const double> depths_A, int snapshot, int snapshots) {
  const bool sole = snapshots == 1 || microscope.sliceOffsets == 1;
  return {microscope, thickness_A, depths_A, offsetOf(microscope, snapshot, snapshots), sole};
}

}  // namespace glasscope::multislice
