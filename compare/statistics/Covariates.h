#pragma once

#include <vector>

#include "compare/statistics/SurrogateBasis.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// What two maps may share without knowing of each other (a slope of the foil, its thickness, its
/// composition), and what is left of a map when the best linear combination of that is taken away.
class Covariates {
 public:
  /// `maps` lie on the grid of the mask and are finite inside. With `slopes`, planes and quadratic
  /// surfaces over x and y come first. Maps that the earlier ones already contain do not count.
  Covariates(const std::vector<Map2>& maps, bool slopes, PixelMask mask);

  /// Number of independent ones, the constant left out: the degrees of freedom they cost.
  std::size_t count() const { return directions_.size(); }

  /// Centred, orthogonal to every covariate over the mask, zero outside.
  Array2<double> residual(const Array2<double>& values) const;

  /// The share of the variance inside the mask that residual() leaves; 0 of a constant map.
  double shareLeft(const Array2<double>& values) const;

  /// Orthonormal and centred over the mask, zero outside.
  const std::vector<Array2<double>>& directions() const { return directions_; }

 private:
  Array2<double> centred(const Array2<double>& values) const;
  void add(const Array2<double>& values);
  PixelMask mask_;
  std::vector<Array2<double>> directions_;
};

}  // namespace glasscope::compare
