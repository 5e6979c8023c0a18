#include "compare/diffraction/PatternSignals.h"
#include "compare/diffraction/RingStrain.h"

namespace glasscope::compare {

namespace {

class RingShape : public PatternSignal {
 public:
  explicit RingShape(const PatternContext& context)
      : strain_(context.grid, context.meanPattern, context.settings.ringInner_invA,
                context.settings.ringOuter_invA) {}

  std::vector<PatternMap> maps() const override {
    return {
        {"first_ring_position", "1/angstrom", "Radius of the first diffuse ring."},
        {"first_ring_exx", "1", "Strain along x from the first ring, relative to the mean ring."},
        {"first_ring_eyy", "1", "Strain along y from the first ring, relative to the mean ring."},
        {"first_ring_exy", "1", "Shear strain from the first ring, relative to the mean ring."}};
  }

  std::vector<double> measure(const Array2<double>& pattern) const override {
    const Strain2 e = strain_.fit(pattern);
    return {strain_.referenceRadius_invA() / (1 + 0.5 * (e.xx + e.yy)), e.xx, e.yy, e.xy};
  }

  std::vector<Quantity> numbers() const override {
    return {{"radius of the first ring", strain_.referenceRadius_invA(), Quantity().error,
             "1/angstrom", "of the mean pattern, 1/d"}};
  }

 private:
  RingStrain strain_;
};

}  // namespace

std::unique_ptr<PatternSignal> makeRingShape(const PatternContext& context) {
  return std::make_unique<RingShape>(context);
}

}  // namespace glasscope::compare
