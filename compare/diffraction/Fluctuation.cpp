#include "compare/diffraction/Fluctuation.h"

#include <limits>

namespace glasscope::compare {

Fluctuation::Fluctuation(const DiffractionGrid& grid)
    : grid_(&grid), sum_(grid.nx(), grid.ny()), squares_(grid.nx(), grid.ny()) {
  for (auto* values :
       {&ringMean_, &ringMeanSquare_, &ringSquare_, &ratio_, &ratioPatterns_, &inverse_}) {
    values->assign(static_cast<std::size_t>(grid.rings()), 0);
  }
}

void Fluctuation::add(const Array2<double>& pattern) {
  Array2<double> square(pattern.nx(), pattern.ny());
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    square[i] = pattern[i] * pattern[i];
    sum_[i] += pattern[i];
    squares_[i] += square[i];
  }
  const std::vector<double> mean = grid_->ringMeans(pattern), meanSquare = grid_->ringMeans(square);
  for (std::size_t r = 0; r < mean.size(); ++r) {
    ringMean_[r] += mean[r];
    ringMeanSquare_[r] += mean[r] * mean[r];
    ringSquare_[r] += meanSquare[r];
    if (mean[r] > 0) {
      ratio_[r] += meanSquare[r] / (mean[r] * mean[r]) - 1;
      inverse_[r] += 1 / mean[r];
      ratioPatterns_[r] += 1;
    }
  }
  patterns_ += 1;
}

FluctuationCurves Fluctuation::curves(double counts) const {
  FluctuationCurves result;
  const double noise = counts > 0 ? 1 / counts : 0;
  Array2<double> image(sum_.nx(), sum_.ny());
  for (std::size_t i = 0; i < image.size(); ++i) {
    const double mean = sum_[i] / patterns_;
    if (mean > 0) image[i] = squares_[i] / patterns_ / (mean * mean) - 1 - noise / mean;
  }
  result.omegaVImage = grid_->ringMeans(image);
  for (int ring = 0; ring < grid_->rings(); ++ring) {
    const auto r = static_cast<std::size_t>(ring);
    const double mean = ringMean_[r] / patterns_;
    result.k_invA.push_back(grid_->ringCentre_invA(ring));
    if (!(mean > 0)) {
      for (auto* curve : {&result.vOmega, &result.vR, &result.vRe}) {
        curve->push_back(std::numeric_limits<double>::quiet_NaN());
      }
      result.omegaVImage[r] = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    result.vOmega.push_back(ringMeanSquare_[r] / patterns_ / (mean * mean) - 1 -
                            noise / (mean * grid_->pixelsOfRing(ring)));
    result.vR.push_back((ratio_[r] - noise * inverse_[r]) / ratioPatterns_[r]);
    result.vRe.push_back(ringSquare_[r] / patterns_ / (mean * mean) - 1 - noise / mean);
  }
  return result;
}

std::vector<double> Fluctuation::annularVariance(const Array2<double>& pattern,
                                                 const DiffractionGrid& grid) {
  Array2<double> square(pattern.nx(), pattern.ny());
  for (std::size_t i = 0; i < pattern.size(); ++i) square[i] = pattern[i] * pattern[i];
  std::vector<double> mean = grid.ringMeans(pattern), variance = grid.ringMeans(square);
  for (std::size_t r = 0; r < mean.size(); ++r) {
    variance[r] = mean[r] > 0 ? variance[r] / (mean[r] * mean[r]) - 1
                              : std::numeric_limits<double>::quiet_NaN();
  }
  return variance;
}

Array2<double> Fluctuation::meanPattern() const {
  Array2<double> mean = sum_;
  for (double& value : mean) value /= patterns_;
  return mean;
}

}  // namespace glasscope::compare
