#pragma once

#include <vector>

#include <Eigen/Core>

#include "compare/diffraction/PatternGeometry.h"
#include "core/maps/Datacube.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// Where the pixels of a diffraction pattern lie in reciprocal space, and their sharing out among
/// rings one pixel wide. The zero frequency is at (nx/2, ny/2) and rings are round, but for what
/// the geometry says.
class DiffractionGrid {
 public:
  explicit DiffractionGrid(const DatacubeShape& shape, const PatternGeometry& geometry = {});

  int nx() const { return nx_; }
  int ny() const { return ny_; }
  double step_invA() const { return step_; }
  /// The frequency that a pixel shows, 1/angstrom.
  const Vec2& frequency(int x, int y) const {
    return frequencies_[static_cast<std::size_t>(x) * ny_ + y];
  }
  /// Where a frequency is shown, in pixels from (0, 0).
  Vec2 pixelOf(const Vec2& frequency_invA) const {
    return centre_ + distort_ * frequency_invA / step_;
  }
  double k(std::size_t pixel) const { return k_[pixel]; }

  /// Radius of the largest circle about the zero frequency that lies inside the pattern.
  double largestCircle_invA() const { return largest_; }
  int rings() const { return static_cast<int>(pixelsOfRing_.size()); }
  double ringCentre_invA(int ring) const { return ring * step_; }
  int ringOf(std::size_t pixel) const { return ring_[pixel]; }  ///< -1 outside the largest circle
  double pixelsOfRing(int ring) const { return pixelsOfRing_[static_cast<std::size_t>(ring)]; }

  /// Mean of the pixels of each ring.
  std::vector<double> ringMeans(const Array2<double>& pattern) const;

 private:
  int nx_, ny_;
  Vec2 centre_;
  Eigen::Matrix2d distort_;  // from circles to what is recorded
  double step_, largest_;
  std::vector<Vec2> frequencies_;
  std::vector<double> k_, pixelsOfRing_;
  std::vector<int> ring_;
};

}  // namespace glasscope::compare
