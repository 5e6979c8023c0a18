#pragma once

#include "compare/diffraction/DiffractionGrid.h"
#include "compare/diffraction/FluctuationCurves.h"

namespace glasscope::compare {

/// Collects the moments behind the four variances, pattern by pattern, in blocks of the scan that
/// can be left out one at a time for their errors.
class Fluctuation {
 public:
  explicit Fluctuation(const DiffractionGrid& grid, int blocks = 1);

  void add(const Array2<double>& pattern, int block = 0);

  /// `counts` electrons a pattern whose intensities are fractions of them: shot noise is taken off
  /// as 1/<counts of a pixel>, for V_Omega as 1/<counts of a ring>; 0 leaves it in. Positions whose
  /// ring holds no intensity are left out of V_r. NaN for rings without intensity.
  FluctuationCurves curves(double counts) const;

  /// The same without one block each, of the blocks that hold patterns.
  std::vector<FluctuationCurves> leftOut(double counts) const;

  /// Normalised variance over the azimuth of each ring, of one pattern: <I^2>_f / <I>_f^2 - 1.
  static std::vector<double> annularVariance(const Array2<double>& pattern,
                                             const DiffractionGrid& grid);

 private:
  struct Moments {
    double patterns = 0;
    Array2<double> sum, squares;
    std::vector<double> ringMean, ringMeanSquare, ringSquare, ratio, ratioPatterns, inverse;
  };

  Moments emptyMoments() const;
  Moments momentsWithout(std::size_t block) const;
  FluctuationCurves curvesOf(const Moments& moments, double counts) const;

  const DiffractionGrid* grid_;
  std::vector<Moments> blocks_;
};

}  // namespace glasscope::compare
