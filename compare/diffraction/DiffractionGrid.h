#pragma once

#include <vector>

#include "core/maps/Datacube.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// Where the pixels of a diffraction pattern lie in reciprocal space, and their sharing out among
/// rings one pixel wide. The zero frequency is at (nx/2, ny/2).
class DiffractionGrid {
 public:
  explicit DiffractionGrid(const DatacubeShape& shape);

  int nx() const { return nx_; }
  int ny() const { return ny_; }
  double step_invA() const { return step_; }
  double kx(int x) const { return fromCentre(x, nx_) * step_; }
  double ky(int y) const { return fromCentre(y, ny_) * step_; }
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
  static int fromCentre(int pixel, int count) { return pixel - count / 2; }

  int nx_, ny_;
  double step_, largest_;
  std::vector<double> k_, pixelsOfRing_;
  std::vector<int> ring_;
};

}  // namespace glasscope::compare
