#pragma once

#include <vector>

#include "compare/diffraction/DiffractionGrid.h"

namespace glasscope::compare {

/// The intensity of a ring as a function of azimuth: mean over inner <= k <= outer along each of
/// `bins` directions (f = 2 pi i / bins from +x towards +y), bilinear between pixels.
std::vector<double> ringIntensity(const Array2<double>& pattern, const DiffractionGrid& grid,
                                  double inner_invA, double outer_invA, int bins);

/// C(D) = [<I(f) I(f+D)> - <I>^2] / <I>^2, the normalised angular correlation (Liu et al. 2015; Im
/// et al. 2018), D = 2 pi i / n for i = 0..n-1. NaN samples are masked: means then run over the
/// pairs that are left, and <I> over the samples that are left. NaN where no pair is left or <I> =
/// 0.
std::vector<double> angularCorrelation(const std::vector<double>& intensity);

/// Angular power P_n, n = 0..highest: C(D) = sum of P_n cos(n D), so that the sum of all P_n is the
/// normalised variance of the ring; P_n = 2 |c_n|^2 / <I>^2 with c_n the Fourier coefficient of an
/// unmasked ring (P at half the number of samples is halved). Correlations that a mask left without
/// a single pair count as 0.
std::vector<double> angularPower(const std::vector<double>& correlation, int highest);

}  // namespace glasscope::compare
