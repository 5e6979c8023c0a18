#include "sim/vibrations/DensityOfStates.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {

DensityOfStates::DensityOfStates(std::vector<double> moments, double top, double modes)
    : moments_(std::move(moments)), top_(top) {
  GLASSCOPE_ENSURE(moments_.size() > 2 && moments_[0] > 0, "a spectrum has moments");
  const double scale = modes / moments_[0];
  const auto order = static_cast<double>(moments_.size() - 1);
  const double q = constants::kPi / (order + 2);
  for (std::size_t k = 0; k < moments_.size(); ++k) {
    const auto n = static_cast<double>(k);
    const double kernel =
        ((order - n + 2) * std::cos(n * q) + std::sin(n * q) / std::tan(q)) / (order + 2);
    moments_[k] *= scale * kernel;
  }
}

double DensityOfStates::count(double frequency) const {
  if (frequency <= 0) return 0;
  const double x = std::clamp(2 * eigenvalueOf(frequency) / top_ - 1, -1.0, 1.0);
  const double theta = std::acos(x);
  double sum = moments_[0] * (constants::kPi - theta);
  for (std::size_t k = 1; k < moments_.size(); ++k) {
    const auto n = static_cast<double>(k);
    sum -= 2 * moments_[k] * std::sin(n * theta) / n;
  }
  return sum / constants::kPi;
}

double DensityOfStates::frequencyOf(double wanted) const {
  double low = 0, high = top_THz();
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (count(middle) < wanted ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double DensityOfStates::density_per_THz(double frequency) const {
  const double half = resolution_THz();
  const double low = std::max(0.0, frequency - half), high = frequency + half;
  return (count(high) - count(low)) / (high - low) / moments_[0];
}

double DensityOfStates::top_THz() const {
  return frequency_THz(top_);
}

double DensityOfStates::resolution_THz() const {
  // Jackson's kernel is pi / order wide in theta, and nu = nu_top sin(theta' / 2).
  return 0.5 * top_THz() * constants::kPi / static_cast<double>(moments_.size());
}

}  // namespace glasscope::sim
