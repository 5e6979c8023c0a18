#include "compare/diffraction/Fluctuation.h"

#include <limits>
#include <span>

namespace glasscope::compare {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void accumulate(std::span<double> sum, std::span<const double> more) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
}

}  // namespace

Fluctuation::Fluctuation(const DiffractionGrid& grid, int blocks)
    : grid_(&grid), blocks_(static_cast<std::size_t>(blocks)) {}

Fluctuation::Moments Fluctuation::emptyMoments() const {
  Moments moments;
  moments.sum = moments.squares = Array2<double>(grid_->nx(), grid_->ny());
  for (auto* values : {&moments.ringMean, &moments.ringMeanSquare, &moments.ringSquare,
                       &moments.ratio, &moments.ratioPatterns, &moments.inverse}) {
    values->assign(static_cast<std::size_t>(grid_->rings()), 0);
  }
  return moments;
}

void Fluctuation::add(const Array2<double>& pattern, int block) {
  Moments& m = blocks_.at(static_cast<std::size_t>(block));
  if (m.patterns == 0) m = emptyMoments();
  Array2<double> square(pattern.nx(), pattern.ny());
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    square[i] = pattern[i] * pattern[i];
    m.sum[i] += pattern[i];
    m.squares[i] += square[i];
  }
  const std::vector<double> mean = grid_->ringMeans(pattern), meanSquare = grid_->ringMeans(square);
  for (std::size_t r = 0; r < mean.size(); ++r) {
    m.ringMean[r] += mean[r];
    m.ringMeanSquare[r] += mean[r] * mean[r];
    m.ringSquare[r] += meanSquare[r];
    if (mean[r] > 0) {
      m.ratio[r] += meanSquare[r] / (mean[r] * mean[r]) - 1;
      m.inverse[r] += 1 / mean[r];
      m.ratioPatterns[r] += 1;
    }
  }
  m.patterns += 1;
}

Fluctuation::Moments Fluctuation::momentsWithout(std::size_t block) const {
  Moments all = emptyMoments();
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const Moments& m = blocks_[b];
    if (b == block || m.patterns == 0) continue;
    all.patterns += m.patterns;
    accumulate(all.sum.span(), m.sum.span());
    accumulate(all.squares.span(), m.squares.span());
    accumulate(all.ringMean, m.ringMean);
    accumulate(all.ringMeanSquare, m.ringMeanSquare);
    accumulate(all.ringSquare, m.ringSquare);
    accumulate(all.ratio, m.ratio);
    accumulate(all.ratioPatterns, m.ratioPatterns);
    accumulate(all.inverse, m.inverse);
  }
  return all;
}

FluctuationCurves Fluctuation::curvesOf(const Moments& m, double counts) const {
  FluctuationCurves result;
  const double noise = counts > 0 ? 1 / counts : 0;
  Array2<double> image(m.sum.nx(), m.sum.ny());
  for (std::size_t i = 0; i < image.size(); ++i) {
    const double mean = m.sum[i] / m.patterns;
    if (mean > 0) image[i] = m.squares[i] / m.patterns / (mean * mean) - 1 - noise / mean;
  }
  result.omegaVImage = grid_->ringMeans(image);
  for (int ring = 0; ring < grid_->rings(); ++ring) {
    const auto r = static_cast<std::size_t>(ring);
    const double mean = m.ringMean[r] / m.patterns;
    result.k_invA.push_back(grid_->ringCentre_invA(ring));
    if (!(mean > 0)) {
      for (auto* curve : {&result.vOmega, &result.vR, &result.vRe}) curve->push_back(kNaN);
      result.omegaVImage[r] = kNaN;
      continue;
    }
    result.vOmega.push_back(m.ringMeanSquare[r] / m.patterns / (mean * mean) - 1 -
                            noise / (mean * grid_->pixelsOfRing(ring)));
    result.vR.push_back((m.ratio[r] - noise * m.inverse[r]) / m.ratioPatterns[r]);
    result.vRe.push_back(m.ringSquare[r] / m.patterns / (mean * mean) - 1 - noise / mean);
  }
  return result;
}

FluctuationCurves Fluctuation::curves(double counts) const {
  return curvesOf(momentsWithout(blocks_.size()), counts);
}

std::vector<FluctuationCurves> Fluctuation::leftOut(double counts) const {
  std::vector<FluctuationCurves> all;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    if (blocks_[b].patterns > 0) all.push_back(curvesOf(momentsWithout(b), counts));
  }
  return all;
}

std::vector<double> Fluctuation::annularVariance(const Array2<double>& pattern,
                                                 const DiffractionGrid& grid) {
  Array2<double> square(pattern.nx(), pattern.ny());
  for (std::size_t i = 0; i < pattern.size(); ++i) square[i] = pattern[i] * pattern[i];
  std::vector<double> mean = grid.ringMeans(pattern), variance = grid.ringMeans(square);
  for (std::size_t r = 0; r < mean.size(); ++r) {
    variance[r] = mean[r] > 0 ? variance[r] / (mean[r] * mean[r]) - 1 : kNaN;
  }
  return variance;
}

}  // namespace glasscope::compare
