#pragma once

#include <Eigen/Core>

#include "compare/statistics/SurrogateBasis.h"

namespace glasscope::compare {

/// The eigenvectors of the centred matrix of neighbours of the pixels inside a mask, in the order
/// of their eigenvalues (Moran's I of each), neighbours in that order taken as a pair: Moran
/// spectral randomisation of masked and irregular areas (Wagner and Dray, Methods Ecol. Evol. 6,
/// 1169 (2015), their "pair" procedure). Pixels are neighbours when they share an edge or a corner.
class MoranBasis : public SurrogateBasis {
 public:
  /// Above this many pixels the eigenvectors take longer than anything else (its cube).
  static constexpr std::size_t kMostPixels = 1000;

  /// Throws an internal Error beyond kMostPixels pixels in the mask.
  explicit MoranBasis(PixelMask mask);

  const char* name() const override { return "Moran randomisation"; }
  std::size_t size() const override;
  bool isSingle(std::size_t pattern) const override;
  Array2<double> compose(const Amplitudes& amplitudes) const override;

 protected:
  Amplitudes transform(const Array2<double>& unit) const override;

 private:
  std::vector<std::size_t> pixels_;  ///< of the mask, ascending
  Eigen::MatrixXd vectors_;          ///< pixels x patterns, largest eigenvalue first
};

}  // namespace glasscope::compare
