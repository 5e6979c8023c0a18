#include <fmt/format.h>

#include "compare/diffraction/AngularCorrelation.h"
#include "compare/diffraction/PatternSignals.h"
#include "compare/statistics/ScanBlocks.h"

namespace glasscope::compare {

namespace {

constexpr int kFirstShown = 2;  // P_0 is zero by definition, P_1 is a shift of the pattern

// Friedel's law: a thin kinematic object with a flat Ewald sphere has none of the odd orders, so
// that their share tells curvature of the sphere and multiple scattering.
double oddOverEven(const std::vector<double>& power) {
  double odd = 0, even = 0;
  for (const std::size_t n : {3, 5, 7, 9}) odd += power[n];
  for (const std::size_t n : {2, 4, 6, 8, 10}) even += power[n];
  return odd / even;
}

class AngularSymmetry : public PatternSignal {
 public:
  explicit AngularSymmetry(const PatternContext& context)
      : context_(&context),
        blocks_(context.shape.rx, context.shape.ry),
        means_(blocks_, static_cast<std::size_t>(context.settings.maxSymmetry) + 1) {}

  std::vector<PatternMap> maps() const override {
    const ReductionSettings& s = context_->settings;
    std::vector<PatternMap> all;
    for (int n = kFirstShown; n <= s.maxSymmetry; ++n) {
      all.push_back({fmt::format("symmetry_{}", n), "1",
                     fmt::format("Angular power P_{} of the first ring, {:.3g} to {:.3g} 1/A (C = "
                                 "sum of P_n cos n D).",
                                 n, s.ringInner_invA, s.ringOuter_invA)});
    }
    return all;
  }

  std::vector<double> measure(const Array2<double>& pattern) const override {
    const ReductionSettings& s = context_->settings;
    std::vector<double> power =
        angularPower(angularCorrelation(ringIntensity(pattern, context_->grid, s.ringInner_invA,
                                                      s.ringOuter_invA, s.azimuthBins)),
                     s.maxSymmetry);
    power.erase(power.begin(), power.begin() + kFirstShown);
    return power;
  }

  void take(const PlacedPattern& place, std::span<const double> measured) override {
    std::vector<double> power(kFirstShown);
    power.insert(power.end(), measured.begin(), measured.end());
    means_.add(blocks_.of(place.rx, place.ry), power);
  }

  std::vector<Curves> curves() const override {
    Curves curves;
    curves.name = "angular_power";
    curves.title = "Angular power of the first ring";
    curves.description = fmt::format(
        "Mean of P_n over the scan, ring from {:.3g} to {:.3g} 1/A; all P_n add up to the "
        "normalised variance of the ring. Bars are one standard error over blocks of the scan.",
        context_->settings.ringInner_invA, context_->settings.ringOuter_invA);
    curves.xLabel = "order n";
    curves.yLabel = "P_n";
    const std::vector<double> mean = means_.mean(), error = means_.errors();
    Curves::Curve power{"P_n", {}, {}};
    for (std::size_t n = kFirstShown; n < mean.size(); ++n) {
      curves.x.push_back(static_cast<double>(n));
      power.y.push_back(mean[n]);
      power.error.push_back(error[n]);
    }
    curves.curves.push_back(power);
    return {curves};
  }

  std::vector<Quantity> numbers() const override {
    if (context_->settings.maxSymmetry < 10) return {};
    std::vector<std::vector<double>> leftOut;
    for (const auto& power : means_.leftOut()) leftOut.push_back({oddOverEven(power)});
    return {{"odd over even angular power", oddOverEven(means_.mean()),
             jackknifeErrors(leftOut).front(), "1",
             "n = 3, 5, 7, 9 over n = 2, 4, 6, 8, 10 of the first ring; zero for a thin sample and "
             "a flat Ewald sphere"}};
  }

 private:
  const PatternContext* context_;
  ScanBlocks blocks_;
  BlockMeans means_;
};

}  // namespace

std::unique_ptr<PatternSignal> makeAngularSymmetry(const PatternContext& context) {
  return std::make_unique<AngularSymmetry>(context);
}

}  // namespace glasscope::compare
