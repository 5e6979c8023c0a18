#include "multislice/recording/SourceSize.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

class Profile {
 public:
  explicit Profile(const SourceSettings& source)
      : gaussian_(source.profile == SourceProfile::gaussian) {
    if (!(source.fwhm_A > 0) || !std::isfinite(source.fwhm_A)) {
      throw Error(ErrorKind::usage,
                  fmt::format("a source of {} angstrom cannot be used", source.fwhm_A),
                  "its width is positive", "0.5 to 1 angstrom is usual");
    }
    scale_A_ = gaussian_ ? source.fwhm_A / (2 * std::sqrt(std::log(2.0)))
                         : source.fwhm_A / (2 * std::sqrt(std::cbrt(4.0) - 1));
  }

  double at(double r2_A2) const {
    const double s = r2_A2 / (scale_A_ * scale_A_);
    return gaussian_ ? std::exp(-s) : std::pow(1 + s, -1.5);
  }
  /// Where the cut lies: exp(-s^2) or 1 / sqrt(1 + s^2) lies beyond s scales.
  double reach_A() const {
    return scale_A_ * (gaussian_ ? std::sqrt(std::log(1e5)) : std::sqrt(20.0 * 20.0 - 1));
  }

 private:
  bool gaussian_;
  double scale_A_ = 0;
};

}  // namespace

SourceKernel::SourceKernel(const SourceSettings& source, const Vec2& step_A) {
  const Profile profile(source);
  if (!(step_A.x() > 0 && step_A.y() > 0)) {
    throw Error(ErrorKind::usage, "the source cannot be sampled",
                fmt::format("the scan steps by {} x {} angstrom", step_A.x(), step_A.y()),
                "scan a raster");
  }
  const double reach_A = profile.reach_A();
  const int rx = static_cast<int>(reach_A / step_A.x());
  const int ry = static_cast<int>(reach_A / step_A.y());
  weights_ = Array2<double>(2 * rx + 1, 2 * ry + 1, 0.0);
  double total = 0;
  for (int i = -rx; i <= rx; ++i) {
    for (int j = -ry; j <= ry; ++j) {
      const double x = i * step_A.x(), y = j * step_A.y(), r2 = x * x + y * y;
      if (r2 > reach_A * reach_A) continue;
      weights_(i + rx, j + ry) = profile.at(r2);
      total += profile.at(r2);
    }
  }
  for (double& weight : weights_) weight /= total;
}

std::string SourceKernel::coarseScan(const SourceSettings& source, const Vec2& step_A) {
  if (source.fwhm_A == 0 || step_A.maxCoeff() <= kLargestStep * source.fwhm_A) return {};
  return fmt::format(
      "steps of {:.3g} x {:.3g} angstrom are too coarse for a source of {:g} angstrom: what the "
      "probe would have recorded between its positions counts too, and is not known; contrast is "
      "wrong by up to tens of per cent (scan at {:.2g} angstrom or finer)",
      step_A.x(), step_A.y(), source.fwhm_A, 0.5 * source.fwhm_A);
}

Map2 SourceKernel::convolve(const Map2& map) const {
  Map2 result = map;
  for (int x = 0; x < map.nx(); ++x) {
    for (int y = 0; y < map.ny(); ++y) {
      double sum = 0;
      at(x, y, map.nx(), map.ny(), map.periodic,
         [&](int i, int j, double weight) { sum += weight * map.values(i, j); });
      result.values(x, y) = sum;
    }
  }
  return result;
}

}  // namespace glasscope::multislice
