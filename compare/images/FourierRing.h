#pragma once

#include <vector>

#include "core/maps/Map2.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// One ring of a Fourier ring correlation.
struct FourierRingPoint {
  double k_invA = 0;       ///< centre of the ring, 1/angstrom
  double correlation = 0;  ///< Re sum F1 conj(F2) / sqrt(sum|F1|^2 sum|F2|^2)
  double halfBit = 0;      ///< half-bit threshold for the independent pixels of the ring
  double pixels = 0;       ///< Fourier pixels in the ring (both of each Friedel pair)
};

/// Fourier ring correlation of two images inside a mask (nonzero: counted). The mask's edges are
/// tapered by a Hann window of `taper` pixels; means over the mask are removed first. The half-bit
/// curve is van Heel and Schatz, J. Struct. Biol. 151, 250 (2005), eq. 17, with the number of
/// independent pixels of a ring reduced by the area of the mask and by Friedel symmetry.
std::vector<FourierRingPoint> fourierRingCorrelation(const Map2& a, const Map2& b,
                                                     const Array2<unsigned char>& mask,
                                                     int taper = 8);

/// 1/k where the correlation first falls below the half-bit curve (linear between rings), angstrom;
/// NaN when it never does.
double halfBitResolution_A(const std::vector<FourierRingPoint>& curve);

/// The threshold of 1/7 for two halves of one data set: the mean of both then correlates by one
/// half with what is behind them (Rosenthal and Henderson, J. Mol. Biol. 333, 721 (2003), 0.143).
inline constexpr double kOneSeventh = 1.0 / 7;

/// The same where it first falls below kOneSeventh.
double seventhResolution_A(const std::vector<FourierRingPoint>& curve);

}  // namespace glasscope::compare
