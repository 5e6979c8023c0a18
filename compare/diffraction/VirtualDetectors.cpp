#include <fmt/format.h>

#include "compare/diffraction/PatternSignals.h"

namespace glasscope::compare {

namespace {

class VirtualDetectors : public PatternSignal {
 public:
  explicit VirtualDetectors(const PatternContext& context) : context_(&context) {}

  std::vector<PatternMap> maps() const override {
    const ReductionSettings& s = context_->settings;
    return {
        {"virtual_bright_field", "1",
         fmt::format("Intensity inside {:.3g} 1/A.", s.brightField_invA)},
        {"virtual_dark_field", "1",
         fmt::format("Intensity from {:.3g} to {:.3g} 1/A.", s.darkInner_invA, s.darkOuter_invA)},
        {"first_ring_intensity", "1",
         fmt::format("Intensity of the first diffuse ring, {:.3g} to {:.3g} 1/A.", s.ringInner_invA,
                     s.ringOuter_invA)}};
  }

  std::vector<double> measure(const Array2<double>& pattern) const override {
    const ReductionSettings& s = context_->settings;
    double bright = 0, dark = 0, ring = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const double k = context_->grid.k(i);
      if (k > context_->grid.largestCircle_invA()) continue;
      if (k <= s.brightField_invA) bright += pattern[i];
      if (k >= s.darkInner_invA && k < s.darkOuter_invA) dark += pattern[i];
      if (k >= s.ringInner_invA && k < s.ringOuter_invA) ring += pattern[i];
    }
    return {bright, dark, ring};
  }

 private:
  const PatternContext* context_;
};

}  // namespace

std::unique_ptr<PatternSignal> makeVirtualDetectors(const PatternContext& context) {
  return std::make_unique<VirtualDetectors>(context);
}

}  // namespace glasscope::compare
