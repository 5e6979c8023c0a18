#include "multislice/detectors/PixelatedDetector.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

void check(const PixelatedDetector& detector) {
  if (detector.pixels < 0 || detector.bin < 1 || detector.pixels % 2 != 0 ||
      !(detector.max_angle_mrad > 0)) {
    throw Error(
        ErrorKind::usage,
        fmt::format("a pixelated detector of {} pixels to {} mrad cannot be used", detector.pixels,
                    detector.max_angle_mrad),
        "it has an even number of pixels, the zero frequency in pixel n/2",
        "give an even number of pixels (0 for those of the simulation) and a positive angle");
  }
}

}  // namespace

PixelBinning::PixelBinning(const PixelatedDetector& detector, const Grid& grid,
                           const ElectronBeam& beam)
    : ny_(grid.ny()) {
  check(detector);
  grid.require(detector.max_angle_mrad, beam, "the pixelated detector");
  const double reach_invA = beam.frequency_invA(detector.max_angle_mrad);
  const double finest_invA = 1 / std::min(grid.lx_A(), grid.ly_A());
  if (detector.pixels == 0) {
    pixel_invA_ = detector.bin * finest_invA;
    pixels_ = 2 * static_cast<int>(std::ceil(reach_invA / pixel_invA_ * (1 - 1e-12)));
  } else {
    pixels_ = detector.pixels;
    pixel_invA_ = 2 * reach_invA / pixels_;
  }
  if (pixel_invA_ < finest_invA * (1 - 1e-9)) {
    throw Error(
        ErrorKind::usage,
        fmt::format("pixels of {:.4g} mrad are finer than the simulation's",
                    beam.angle_mrad(pixel_invA_)),
        fmt::format("the foil's sides set a pixel of {:.4g} mrad", beam.angle_mrad(finest_invA)),
        fmt::format("use at most {} pixels, or a larger foil",
                    2 * static_cast<int>(reach_invA / finest_invA)));
  }
  rows_ = shares(grid.nx(), 1 / grid.lx_A(), pixels_, pixel_invA_);
  columns_ = shares(grid.ny(), 1 / grid.ly_A(), pixels_, pixel_invA_);
}

std::vector<PixelBinning::Share> PixelBinning::shares(int n, double step_invA, int pixels,
                                                      double pixel_invA) {
  const double width = step_invA / pixel_invA;  // of a simulation pixel, in detector pixels, <= 1
  const int centre = pixels / 2;
  std::vector<Share> result;
  for (int source = 0; source < n; ++source) {
    const int m = source < (n + 1) / 2 ? source : source - n;
    // Lower edge in detector pixels; detector pixel p spans [p, p + 1).
    double low = m * width + centre + 0.5 - width / 2;
    if (std::abs(low - std::round(low)) < 1e-9) low = std::round(low);
    const int first = static_cast<int>(std::floor(low));
    const double inFirst = std::min(1.0, (first + 1 - low) / width);
    Share share{source, first, static_cast<float>(inFirst), static_cast<float>(1 - inFirst)};
    if (share.first < 0 || share.first >= pixels) share.toFirst = 0;
    if (share.first + 1 < 0 || share.first + 1 >= pixels) share.toSecond = 0;
    if (share.toFirst == 0 && share.toSecond == 0) continue;
    if (share.toFirst == 0) share = {source, first + 1, share.toSecond, 0};
    result.push_back(share);
  }
  return result;
}

void PixelBinning::mark(std::vector<bool>& counted) const {
  for (const Share& row : rows_) {
    for (const Share& column : columns_) {
      counted[static_cast<std::size_t>(row.source) * ny_ + column.source] = true;
    }
  }
}

void PixelBinning::accumulate(std::span<const std::complex<float>> wave, float weight,
                              std::span<float> pattern) const {
  for (const Share& row : rows_) {
    const std::complex<float>* line = wave.data() + static_cast<std::size_t>(row.source) * ny_;
    float* first = pattern.data() + static_cast<std::size_t>(row.first) * pixels_;
    float* second = row.toSecond != 0 ? first + pixels_ : nullptr;
    for (const Share& column : columns_) {
      const float intensity = weight * std::norm(line[column.source]);
      const float near = intensity * column.toFirst, far = intensity * column.toSecond;
      first[column.first] += row.toFirst * near;
      if (column.toSecond != 0) first[column.first + 1] += row.toFirst * far;
      if (!second) continue;
      second[column.first] += row.toSecond * near;
      if (column.toSecond != 0) second[column.first + 1] += row.toSecond * far;
    }
  }
}

}  // namespace glasscope::multislice
