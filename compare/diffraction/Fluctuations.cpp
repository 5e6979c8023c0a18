#include <cmath>

#include <fmt/format.h>

#include "compare/diffraction/Fluctuation.h"
#include "compare/diffraction/PatternSignals.h"
#include "compare/statistics/ScanBlocks.h"

namespace glasscope::compare {

namespace {

struct Definition {
  const char* name;
  const char* text;
  std::vector<double> FluctuationCurves::*values;
};

// By their names in Daulton, Bondi and Kelton, Ultramicroscopy 110, 1279 (2010).
const Definition kDefinitions[] = {
    {"V_Omega", "variance of the ring means over the scan", &FluctuationCurves::vOmega},
    {"V_r", "mean over the scan of the variance along the ring", &FluctuationCurves::vR},
    {"V_re", "variance along ring and scan together", &FluctuationCurves::vRe},
    {"Omega_VImage", "ring mean of the variance of each pixel over the scan",
     &FluctuationCurves::omegaVImage}};

class Fluctuations : public PatternSignal {
 public:
  explicit Fluctuations(const PatternContext& context)
      : context_(&context),
        blocks_(context.shape.rx, context.shape.ry),
        sums_(context.grid, blocks_.count()) {}

  std::vector<PatternMap> maps() const override {
    const ReductionSettings& s = context_->settings;
    return {{"annular_variance", "1",
             fmt::format("Normalised variance over the azimuth, mean over the rings of {:.3g} to "
                         "{:.3g} 1/A{}.",
                         s.ringInner_invA, s.ringOuter_invA,
                         s.counts > 0 ? ", shot noise taken off" : "")}};
  }

  std::vector<double> measure(const Array2<double>& pattern) const override {
    const std::vector<double> variance = Fluctuation::annularVariance(pattern, context_->grid);
    const std::vector<double> mean = context_->grid.ringMeans(pattern);
    const double counts = context_->settings.counts;
    double sum = 0, rings = 0;
    for (std::size_t r = 0; r < variance.size(); ++r) {
      if (!isOfTheRing(r)) continue;
      sum += variance[r] - (counts > 0 ? 1 / (counts * mean[r]) : 0);
      rings += 1;
    }
    return {sum / rings};
  }

  void take(const PlacedPattern& place, std::span<const double> /*measured*/) override {
    if (!place.usualThickness) return;
    sums_.add(*place.pattern, blocks_.of(place.rx, place.ry));
    patterns_ += 1;
  }

  std::vector<Curves> curves() const override {
    if (patterns_ < 2) return {};
    const FluctuationCurves all = sums_.curves(context_->settings.counts);
    const auto leftOut = sums_.leftOut(context_->settings.counts);
    Curves curves;
    curves.name = kFluctuationCurves;
    curves.title = "Normalised variance V(k)";
    curves.description = description();
    curves.xLabel = "k = 1/d";
    curves.xUnit = "1/angstrom";
    curves.yLabel = "V(k)";
    curves.x = all.k_invA;
    for (const Definition& definition : kDefinitions) {
      std::vector<std::vector<double>> estimates;
      for (const FluctuationCurves& one : leftOut) estimates.push_back(one.*definition.values);
      curves.curves.push_back(
          {definition.name, all.*definition.values, jackknifeErrors(estimates)});
    }
    return {curves};
  }

  std::vector<Quantity> numbers() const override {
    if (patterns_ < 2) return {};
    const double counts = context_->settings.counts;
    const FluctuationCurves all = sums_.curves(counts);
    const auto leftOut = sums_.leftOut(counts);
    std::vector<Quantity> numbers;
    for (const Definition& definition : kDefinitions) {
      std::vector<std::vector<double>> estimates;
      for (const auto& one : leftOut) estimates.push_back({overTheRing(one.*definition.values)});
      numbers.push_back({fmt::format("{} at the first ring", definition.name),
                         overTheRing(all.*definition.values), jackknifeErrors(estimates).front(),
                         "1", definition.text});
    }
    return numbers;
  }

 private:
  bool isOfTheRing(std::size_t ring) const {
    const double k = context_->grid.ringCentre_invA(static_cast<int>(ring));
    return k >= context_->settings.ringInner_invA && k <= context_->settings.ringOuter_invA;
  }

  double overTheRing(const std::vector<double>& curve) const {
    double sum = 0, rings = 0;
    for (std::size_t r = 0; r < curve.size(); ++r) {
      if (!isOfTheRing(r)) continue;
      sum += curve[r];
      rings += 1;
    }
    return sum / rings;
  }

  std::string description() const {
    const ReductionSettings& s = context_->settings;
    std::string text =
        "Normalised variances of the patterns, named as by Daulton, Bondi and Kelton (2010). Bars "
        "are one standard error, leaving out one of up to 16 blocks of the scan at a time";
    text +=
        s.counts > 0
            ? fmt::format("; the shot noise of {:.4g} electrons a pattern is taken off", s.counts)
            : "; no shot noise is taken off";
    if (s.thicknessWindow > 0) {
      text += fmt::format("; {:.0f} of {} patterns lie within {:g} of the median thickness",
                          patterns_, context_->shape.rx * context_->shape.ry, s.thicknessWindow);
    }
    return text + ".";
  }

  const PatternContext* context_;
  ScanBlocks blocks_;
  Fluctuation sums_;
  double patterns_ = 0;
};

}  // namespace

std::unique_ptr<PatternSignal> makeFluctuations(const PatternContext& context) {
  return std::make_unique<Fluctuations>(context);
}

}  // namespace glasscope::compare
