#include "compare/diffraction/DiffractionGrid.h"

#include <algorithm>
#include <cmath>

namespace glasscope::compare {

DiffractionGrid::DiffractionGrid(const DatacubeShape& shape)
    : nx_(shape.qx), ny_(shape.qy), step_(shape.qStep_invA) {
  const int rings = (std::min(nx_, ny_) - 1) / 2 + 1;
  largest_ = (rings - 0.5) * step_;
  pixelsOfRing_.assign(static_cast<std::size_t>(rings), 0);
  for (int x = 0; x < nx_; ++x) {
    for (int y = 0; y < ny_; ++y) {
      k_.push_back(std::hypot(kx(x), ky(y)));
      const int ring = static_cast<int>(std::lround(k_.back() / step_));
      ring_.push_back(ring < rings ? ring : -1);
      if (ring < rings) pixelsOfRing_[static_cast<std::size_t>(ring)] += 1;
    }
  }
}

std::vector<double> DiffractionGrid::ringMeans(const Array2<double>& pattern) const {
  std::vector<double> means(pixelsOfRing_.size());
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (ring_[i] >= 0) means[static_cast<std::size_t>(ring_[i])] += pattern[i];
  }
  for (std::size_t r = 0; r < means.size(); ++r) means[r] /= pixelsOfRing_[r];
  return means;
}

}  // namespace glasscope::compare
