#include <algorithm>
#include <cmath>

#include <Eigen/Core>
#include <fmt/format.h>

#include "compare/diffraction/PatternSignals.h"
#include "compare/diffraction/SpeckleWidth.h"
#include "compare/statistics/ScanBlocks.h"

namespace glasscope::compare {

namespace {

constexpr int kLargestLag_pixels = 12;

/// Intensity-intensity autocorrelation of the speckle on the first ring, C(q) = <dI(k) dI(k + q)>
/// with dI = I / <I>_ring - 1, over C(0). A coherent probe makes speckle as wide as its aperture
/// is: what is wider is blur of source or detector, what is narrower is noise of single pixels.
class SpeckleSize : public PatternSignal {
 public:
  explicit SpeckleSize(const PatternContext& context)
      : context_(&context),
        blocks_(context.shape.rx, context.shape.ry),
        lags_(std::min(kLargestLag_pixels, context.grid.rings() - 1)),
        means_(blocks_, static_cast<std::size_t>(lags_) + 1) {
    const ReductionSettings& s = context.settings;
    for (int x = 0; x < context.grid.nx(); ++x) {
      for (int y = 0; y < context.grid.ny(); ++y) {
        const std::size_t i = static_cast<std::size_t>(x) * context.grid.ny() + y;
        const double k = context.grid.k(i);
        if (k >= s.ringInner_invA && k < s.ringOuter_invA) pixels_.push_back({x, y});
      }
    }
    if (pixels_.empty()) return;
    low_ = high_ = pixels_.front();
    Array2<double> inside(context.grid.nx(), context.grid.ny());
    for (const auto& [x, y] : pixels_) {
      low_ = {std::min(low_.x, x), std::min(low_.y, y)};
      high_ = {std::max(high_.x, x), std::max(high_.y, y)};
      inside(x, y) = 1;
    }
    for (int dx = 0; dx <= lags_; ++dx) {
      for (int dy = dx == 0 ? 0 : -lags_; dy <= lags_; ++dy) {
        const auto lag = static_cast<std::size_t>(std::lround(std::hypot(dx, dy)));
        if (lag <= static_cast<std::size_t>(lags_)) offsets_.push_back({dx, dy, lag});
      }
    }
    pairs_ = products(inside);
  }

  std::vector<PatternMap> maps() const override {
    return {{"speckle_size", "1/angstrom",
             fmt::format("Full width at half maximum of the speckle's autocorrelation, {:.3g} to "
                         "{:.3g} 1/A.",
                         context_->settings.ringInner_invA, context_->settings.ringOuter_invA)}};
  }

  std::vector<double> measure(const Array2<double>& pattern) const override {
    std::vector<double> covariance = covarianceOf(pattern);
    std::vector<double> measured{widthOf(covariance)};
    measured.insert(measured.end(), covariance.begin(), covariance.end());
    return measured;
  }

  void take(const PlacedPattern& place, std::span<const double> measured) override {
    means_.add(blocks_.of(place.rx, place.ry), measured.subspan(1));
  }

  std::vector<Curves> curves() const override {
    Curves curves;
    curves.name = "speckle";
    curves.title = "Autocorrelation of the speckle";
    curves.description =
        "Covariance of I / <I> - 1 between pixels of the first ring, by their distance; the first "
        "point is the variance and holds the noise of single pixels. Bars are one standard error "
        "over blocks of the scan.";
    curves.xLabel = "distance q";
    curves.xUnit = "1/angstrom";
    curves.yLabel = "C(q)";
    for (int lag = 0; lag <= lags_; ++lag) curves.x.push_back(lag * context_->grid.step_invA());
    curves.curves.push_back({"speckle", means_.mean(), means_.errors()});
    return {curves};
  }

  std::vector<Quantity> numbers() const override {
    std::vector<std::vector<double>> leftOut;
    for (const auto& covariance : means_.leftOut()) leftOut.push_back({widthOf(covariance)});
    return {{kSpeckleSize, widthOf(means_.mean()), jackknifeErrors(leftOut).front(), "1/angstrom",
             "full width at half maximum of the mean autocorrelation"}};
  }

 private:
  // Mean product of the pairs of pixels of the ring whose distance rounds to each lag.
  std::vector<double> covarianceOf(const Array2<double>& pattern) const {
    const DiffractionGrid& grid = context_->grid;
    const std::vector<double> mean = grid.ringMeans(pattern);
    Array2<double> relative(grid.nx(), grid.ny()), inside(grid.nx(), grid.ny());
    bool whole = true;
    for (const auto& [x, y] : pixels_) {
      const std::size_t i = static_cast<std::size_t>(x) * grid.ny() + y;
      const double level = mean[static_cast<std::size_t>(grid.ringOf(i))];
      if (!(level > 0)) {
        whole = false;
        continue;
      }
      relative(x, y) = pattern[i] / level - 1;
      inside(x, y) = 1;
    }
    std::vector<double> sum = products(relative);
    const std::vector<double> pairs = whole ? pairs_ : products(inside);
    for (std::size_t lag = 0; lag < sum.size(); ++lag) sum[lag] /= pairs[lag];
    return sum;
  }

  // Sum over the pairs of pixels of each lag of their product. Pixels outside of the ring are 0, so
  // that whole rows can be multiplied.
  std::vector<double> products(const Array2<double>& values) const {
    using Row = Eigen::Map<const Eigen::VectorXd>;
    std::vector<double> sum(static_cast<std::size_t>(lags_) + 1);
    const int ny = values.ny();
    for (const auto& [dx, dy, lag] : offsets_) {
      const int first = std::max(low_.y, low_.y - dy), last = std::min(high_.y, high_.y - dy);
      if (last < first) continue;
      for (int x = low_.x; x + dx <= high_.x; ++x) {
        const double* row = values.data() + static_cast<std::size_t>(x) * ny;
        const double* other = values.data() + static_cast<std::size_t>(x + dx) * ny + dy;
        sum[lag] += Row(row + first, last - first + 1).dot(Row(other + first, last - first + 1));
      }
    }
    return sum;
  }

  double widthOf(const std::vector<double>& covariance) const {
    return speckleWidth(covariance) * context_->grid.step_invA();
  }

  struct Pixel {
    int x, y;
  };
  struct Offset {
    int dx, dy;
    std::size_t lag;
  };

  const PatternContext* context_;
  ScanBlocks blocks_;
  int lags_;
  BlockMeans means_;
  std::vector<Pixel> pixels_;       // of the ring,
  Pixel low_{0, 0}, high_{-1, -1};  // which lies in this rectangle
  std::vector<Offset> offsets_;     // of the pairs, one of each two directions
  std::vector<double> pairs_;       // of each lag, where every ring has intensity
};

}  // namespace

std::unique_ptr<PatternSignal> makeSpeckleSize(const PatternContext& context) {
  return std::make_unique<SpeckleSize>(context);
}

}  // namespace glasscope::compare
