#include "compare/diffraction/DiffractionGrid.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>
#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

// From circles to the ellipses that are recorded: stretched along the long axis, shrunk across, and
// the mean of both kept.
Eigen::Matrix2d distortionOf(const PatternGeometry& geometry) {
  const double half = geometry.ellipticity / (2 + geometry.ellipticity);
  const double twice = 2 * geometry.longAxis_deg * constants::kPi / 180;
  Eigen::Matrix2d matrix;
  matrix << 1 + half * std::cos(twice), half * std::sin(twice), half * std::sin(twice),
      1 - half * std::cos(twice);
  return matrix;
}

}  // namespace

DiffractionGrid::DiffractionGrid(const DatacubeShape& shape, const PatternGeometry& geometry)
    : nx_(shape.qx),
      ny_(shape.qy),
      centre_(Vec2(nx_ / 2, ny_ / 2) + geometry.offset_px),
      distort_(distortionOf(geometry)),
      step_(shape.qStep_invA) {
  const double toEdge =
      std::min({centre_.x(), centre_.y(), nx_ - 1 - centre_.x(), ny_ - 1 - centre_.y()});
  const double longest = 1 + std::abs(geometry.ellipticity / (2 + geometry.ellipticity));
  if (!(toEdge / longest >= 2)) {
    throw Error(
        ErrorKind::usage, "there are no whole rings about that centre",
        fmt::format("({:g}, {:g}) in patterns of {} x {} pixels with an ellipticity of {:g}",
                    centre_.x(), centre_.y(), nx_, ny_, geometry.ellipticity),
        "give the pixel of the zero frequency, counted from (0, 0)");
  }
  const int rings = static_cast<int>(toEdge / longest) + 1;
  largest_ = (rings - 0.5) * step_;
  pixelsOfRing_.assign(static_cast<std::size_t>(rings), 0);
  const Eigen::Matrix2d straighten = distort_.inverse();
  for (int x = 0; x < nx_; ++x) {
    for (int y = 0; y < ny_; ++y) {
      frequencies_.emplace_back(step_ * (straighten * (Vec2(x, y) - centre_)));
      k_.push_back(std::hypot(frequencies_.back().x(), frequencies_.back().y()));
      const int ring = static_cast<int>(std::lround(k_.back() / step_));
      ring_.push_back(ring < rings ? ring : -1);
      if (ring < rings) pixelsOfRing_[static_cast<std::size_t>(ring)] += 1;
    }
  }
  // About a centre between pixels no pixel may be within half a step: the nearest stands for it.
  if (pixelsOfRing_[0] > 0) return;
  const auto nearest = std::min_element(k_.begin(), k_.end()) - k_.begin();
  pixelsOfRing_[static_cast<std::size_t>(ring_[nearest])] -= 1;
  ring_[nearest] = 0;
  pixelsOfRing_[0] = 1;
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
