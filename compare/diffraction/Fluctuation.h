#pragma once

#include "compare/diffraction/DiffractionGrid.h"
#include "compare/diffraction/FluctuationCurves.h"

namespace glasscope::compare {

/// Collects the moments behind the four variances, pattern by pattern.
class Fluctuation {
 public:
  explicit Fluctuation(const DiffractionGrid& grid);

  void add(const Array2<double>& pattern);

  /// `counts` electrons a pattern whose intensities are fractions of them: shot noise is taken off
  /// as 1/<counts of a pixel>, for V_Omega as 1/<counts of a ring>; 0 leaves it in. Positions whose
  /// ring holds no intensity are left out of V_r. NaN for rings without intensity.
  FluctuationCurves curves(double counts) const;

  /// Normalised variance over the azimuth of each ring, of one pattern: <I^2>_f / <I>_f^2 - 1.
  static std::vector<double> annularVariance(const Array2<double>& pattern,
                                             const DiffractionGrid& grid);

  Array2<double> meanPattern() const;

 private:
  const DiffractionGrid* grid_;
  double patterns_ = 0;
  Array2<double> sum_, squares_;
  std::vector<double> ringMean_, ringMeanSquare_, ringSquare_, ratio_, ratioPatterns_, inverse_;
};

}  // namespace glasscope::compare
