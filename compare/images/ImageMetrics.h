#pragma once

#include "core/maps/Map2.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

using Mask = Array2<unsigned char>;

/// measured = scale * image + offset, least squares inside a mask.
struct LinearFit {
  double scale = 1, offset = 0;
};

/// Pixels of the mask where either image is NaN are left out, here and below. Throws Error(usage)
/// when shapes differ or fewer than three pixels are left.
LinearFit fitScale(const Map2& image, const Map2& measured, const Mask& mask);

/// Normalised cross-correlation (Pearson's r) inside a mask. Edges of the mask that are also edges
/// of the specimen inflate it.
double normalisedCrossCorrelation(const Map2& a, const Map2& b, const Mask& mask);

/// The same after what is slower than a Gaussian of `sigma_A` was subtracted from both.
double highPassCorrelation(const Map2& a, const Map2& b, const Mask& mask, double sigma_A);

/// R1 = sum |measured - image| / sum |measured|; the image is to be scaled before.
double r1(const Map2& image, const Map2& measured, const Mask& mask);

/// Mean structural similarity inside a mask (Wang et al., IEEE Trans. Image Process. 13, 600
/// (2004)): Gaussian windows of `sigma_A`, constants (0.01 L)^2 and (0.03 L)^2 with L the range of
/// `measured` inside the mask.
double structuralSimilarity(const Map2& image, const Map2& measured, const Mask& mask,
                            double sigma_A);

}  // namespace glasscope::compare
