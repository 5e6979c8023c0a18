#include "compare/truth/ProbeKernel.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

constexpr std::size_t kSamples = 2048;  // linear interpolation of a Gaussian is then good to 1e-6

[[noreturn]] void refuse(const char* why) {
  throw Error(ErrorKind::usage, "the resolution of the probe is not usable", why,
              "give a positive width, or a non-negative profile over ascending radii from 0");
}

}  // namespace

ProbeKernel ProbeKernel::gaussian(double fwhm_A) {
  if (!(fwhm_A > 0) || !std::isfinite(fwhm_A)) refuse("its width is not a positive number");
  const double sigma = fwhm_A / (2 * std::sqrt(2 * std::log(2.0)));
  ProbeKernel kernel;
  kernel.step_A_ = 4 * sigma / (kSamples - 1);
  for (std::size_t i = 0; i < kSamples; ++i) {
    const double r = kernel.step_A_ * static_cast<double>(i) / sigma;
    kernel.values_.push_back(std::exp(-0.5 * r * r));
  }
  kernel.normalise();
  return kernel;
}

ProbeKernel ProbeKernel::radial(std::vector<double> radius_A, std::vector<double> intensity) {
  if (radius_A.size() != intensity.size() || radius_A.size() < 2 || radius_A.front() != 0) {
    refuse("its profile needs at least two radii, the first of them 0");
  }
  double sum = 0;
  for (std::size_t i = 0; i < radius_A.size(); ++i) {
    if (i > 0 && !(radius_A[i] > radius_A[i - 1])) refuse("its radii do not ascend");
    if (!(intensity[i] >= 0) || !std::isfinite(intensity[i])) refuse("an intensity is negative");
    sum += intensity[i];
  }
  if (!(sum > 0) || !std::isfinite(radius_A.back())) refuse("its profile is zero everywhere");
  ProbeKernel kernel;
  kernel.step_A_ = radius_A.back() / (kSamples - 1);
  std::size_t j = 0;
  for (std::size_t i = 0; i < kSamples; ++i) {
    const double r = kernel.step_A_ * static_cast<double>(i);
    while (j + 2 < radius_A.size() && radius_A[j + 1] <= r) ++j;
    const double t = std::min(1.0, (r - radius_A[j]) / (radius_A[j + 1] - radius_A[j]));
    kernel.values_.push_back((1 - t) * intensity[j] + t * intensity[j + 1]);
  }
  kernel.normalise();
  return kernel;
}

ProbeKernel ProbeKernel::fromImage(const Map2& map) {
  const int nx = map.nx(), ny = map.ny();
  const double lx = nx * map.pixel_A.x(), ly = ny * map.pixel_A.y();
  // The centre of mass of a periodic image, by the phase of its first harmonics.
  double cx = 0, sx = 0, cy = 0, sy = 0;
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const double value = map.values(x, y);
      const double px = 2 * constants::kPi * x / nx, py = 2 * constants::kPi * y / ny;
      cx += value * std::cos(px);
      sx += value * std::sin(px);
      cy += value * std::cos(py);
      sy += value * std::sin(py);
    }
  }
  const double x0 = std::atan2(sx, cx) * lx / (2 * constants::kPi);
  const double y0 = std::atan2(sy, cy) * ly / (2 * constants::kPi);
  const double step = std::max(map.pixel_A.x(), map.pixel_A.y());
  const auto bins = static_cast<std::size_t>(0.5 * std::min(lx, ly) / step);
  if (bins < 2) refuse("its image has too few pixels");
  std::vector<double> sum(bins + 1), weight(bins + 1), radius(bins + 1);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const double dx = std::remainder(x * map.pixel_A.x() - x0, lx);
      const double dy = std::remainder(y * map.pixel_A.y() - y0, ly);
      const double place = std::hypot(dx, dy) / step;
      const auto low = static_cast<std::size_t>(place);
      if (low >= bins) continue;
      const double t = place - static_cast<double>(low);
      sum[low] += (1 - t) * map.values(x, y);
      weight[low] += 1 - t;
      sum[low + 1] += t * map.values(x, y);
      weight[low + 1] += t;
    }
  }
  for (std::size_t i = 0; i <= bins; ++i) {
    radius[i] = step * static_cast<double>(i);
    sum[i] = weight[i] > 0 ? std::max(0.0, sum[i] / weight[i]) : 0;
  }
  return radial(std::move(radius), std::move(sum));
}

void ProbeKernel::normalise() {
  // Integral of the piecewise linear profile times 2 pi r, exact in every interval.
  double integral = 0;
  for (std::size_t i = 0; i + 1 < values_.size(); ++i) {
    const double r0 = step_A_ * static_cast<double>(i), r1 = r0 + step_A_;
    integral += step_A_ * (values_[i] * (2 * r0 + r1) + values_[i + 1] * (r0 + 2 * r1)) / 6;
  }
  for (double& value : values_) value /= 2 * constants::kPi * integral;
}

double ProbeKernel::operator()(double radius_A) const {
  const double place = radius_A / step_A_;
  if (!(place < static_cast<double>(values_.size() - 1))) return 0;
  const auto i = static_cast<std::size_t>(place);
  const double t = place - static_cast<double>(i);
  return (1 - t) * values_[i] + t * values_[i + 1];
}

double ProbeKernel::fwhm_A() const {
  for (std::size_t i = 1; i < values_.size(); ++i) {
    if (values_[i] > 0.5 * values_[0]) continue;
    const double t = (values_[i - 1] - 0.5 * values_[0]) / (values_[i - 1] - values_[i]);
    return 2 * step_A_ * (static_cast<double>(i - 1) + t);
  }
  return 2 * reach_A();
}

}  // namespace glasscope::compare
