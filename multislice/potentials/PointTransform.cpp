#include "multislice/potentials/PointTransform.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

namespace {

constexpr double kOversampling = 1.5;

int fineSize(int n) {
  return Grid::friendlySize(
      std::max(2 * SpreadingKernel::kWidth, static_cast<int>(std::ceil(kOversampling * n))));
}

/// A share whose indices are wrapped into [0, n).
struct Wrapped {
  std::array<int, SpreadingKernel::kWidth> index;
  std::array<float, SpreadingKernel::kWidth> weights;

  Wrapped(const SpreadingKernel& kernel, double periods, int n) {
    const SpreadingKernel::Share share = kernel.share((periods - std::floor(periods)) * n);
    weights = share.weights;
    int at = share.first < 0 ? share.first + n : share.first;
    for (int& i : index) {
      i = at >= n ? at - n : at;
      at = i + 1;
    }
  }
};

}  // namespace

PointTransform::PointTransform(int nx, int ny)
    : nx_(nx),
      ny_(ny),
      fft_(fineSize(nx), fineSize(ny), ny / 2 + 1),
      kernelX_(static_cast<double>(fft_.nx()) / nx),
      kernelY_(static_cast<double>(fft_.ny()) / ny) {
  for (int i = 0; i < nx; ++i) {
    const int k = i <= nx / 2 ? i : i - nx;
    correctionX_.push_back(1 / kernelX_.transform(static_cast<double>(k) / fft_.nx()));
  }
  for (int j = 0; j <= ny / 2; ++j) {
    correctionY_.push_back(1 / kernelY_.transform(static_cast<double>(j) / fft_.ny()));
  }
}

void PointTransform::spread(std::span<const Point> points, float* grid) const {
  const std::size_t stride = 2 * static_cast<std::size_t>(fft_.stride());
  constexpr int kWidth = SpreadingKernel::kWidth;
  for (const Point& point : points) {
    const Wrapped x(kernelX_, point.x, fft_.nx()), y(kernelY_, point.y, fft_.ny());
    const bool whole = y.index[kWidth - 1] - y.index[0] == kWidth - 1;
    for (int i = 0; i < kWidth; ++i) {
      const float weight = point.weight * x.weights[i];
      float* row = grid + x.index[i] * stride;
      if (whole) {
        float* first = row + y.index[0];
        for (int j = 0; j < kWidth; ++j) first[j] += weight * y.weights[j];
      } else {
        for (int j = 0; j < kWidth; ++j) row[y.index[j]] += weight * y.weights[j];
      }
    }
  }
}

void PointTransform::accumulate(std::span<const Point> points, std::span<const float> multiplier,
                                std::span<std::complex<float>> spectrum, Wave& scratch) const {
  scratch.assign(fft_.size(), 0.0f);
  spread(points, reinterpret_cast<float*>(scratch.data()));
  fft_.forward(scratch.data());
  const std::size_t half = static_cast<std::size_t>(ny_) / 2 + 1, stride = fft_.stride();
  for (int i = 0; i < nx_; ++i) {
    const std::complex<float>* from =
        scratch.data() + stride * (i <= nx_ / 2 ? i : i - nx_ + fft_.nx());
    const float* factor = multiplier.data() + half * i;
    std::complex<float>* to = spectrum.data() + half * i;
    if (2 * i == nx_) {  // the mean of both signs
      const std::complex<float>* other = scratch.data() + stride * (fft_.nx() - i);
      for (std::size_t j = 0; j < half; ++j) to[j] += factor[j] * 0.5f * (from[j] + other[j]);
    } else {
      for (std::size_t j = 0; j < half; ++j) to[j] += factor[j] * from[j];
    }
  }
}

}  // namespace glasscope::multislice
