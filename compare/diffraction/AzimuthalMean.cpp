#include "compare/diffraction/PatternSignals.h"
#include "compare/statistics/ScanBlocks.h"

namespace glasscope::compare {

namespace {

class AzimuthalMean : public PatternSignal {
 public:
  explicit AzimuthalMean(const PatternContext& context)
      : context_(&context),
        blocks_(context.shape.rx, context.shape.ry),
        means_(blocks_, static_cast<std::size_t>(context.grid.rings())) {}

  std::vector<double> measure(const Array2<double>& pattern) const override {
    return context_->grid.ringMeans(pattern);
  }

  void take(const PlacedPattern& place, std::span<const double> measured) override {
    means_.add(blocks_.of(place.rx, place.ry), measured);
  }

  std::vector<Curves> curves() const override {
    Curves curves;
    curves.name = "azimuthal_mean";
    curves.title = "Azimuthal mean of the patterns";
    curves.description =
        "Mean over the azimuth and over the scan. Bars are one standard error, leaving out one of "
        "up to 16 blocks of the scan at a time.";
    curves.xLabel = "k = 1/d";
    curves.xUnit = "1/angstrom";
    curves.yLabel = "intensity of a pixel";
    curves.yUnit = context_->shape.unit;
    curves.logarithmic = true;
    for (int r = 0; r < context_->grid.rings(); ++r) {
      curves.x.push_back(context_->grid.ringCentre_invA(r));
    }
    curves.curves.push_back({"mean", means_.mean(), means_.errors()});
    return {curves};
  }

 private:
  const PatternContext* context_;
  ScanBlocks blocks_;
  BlockMeans means_;
};

}  // namespace

std::unique_ptr<PatternSignal> makeAzimuthalMean(const PatternContext& context) {
  return std::make_unique<AzimuthalMean>(context);
}

}  // namespace glasscope::compare
