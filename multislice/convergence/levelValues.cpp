#include "multislice/convergence/levelValues.h"

#include <cmath>

#include <fmt/format.h>

namespace glasscope::multislice {

double floorTo5(double x) {
  const double unit = std::pow(10, std::floor(std::log10(x)) - 4);
  return std::stod(fmt::format("{:.10g}", std::floor(x / unit * (1 + 1e-12)) * unit));
}

double ceilTo5(double x) {
  const double unit = std::pow(10, std::floor(std::log10(x)) - 4);
  return std::stod(fmt::format("{:.10g}", std::ceil(x / unit * (1 - 1e-12)) * unit));
}

std::string settingOf(const ConvergenceKnob& knob, double value) {
  return fmt::format("{}={:.5g}", knob.key, value);
}

std::string oversamplingSetting(int oversampling) {
  return fmt::format("microscope.potential_oversampling={}", oversampling);
}

Calibration referenceCalibration() {
  return {.product_ns = 0.08,
          .ns_per_pixel_slice_probe = 2,
          .potential_ns_per_pixel = 15,
          .potential_ns_per_atom = 3000,
          .slice_ns_per_pixel = 30};
}

}  // namespace glasscope::multislice
