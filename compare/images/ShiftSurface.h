#pragma once

#include <array>

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// Pearson's r of two maps on grids with one pixel at every shift by whole pixels, over the pixels
/// that both cover (all shifts at once by Fourier transforms: Padfield, IEEE Trans. Image Process.
/// 21, 2706 (2012)). `moving` reaches beyond `reference` by half of it, hx = nx/2 and hy = ny/2
/// whole pixels, on every side; NaN is no pixel. Entry (x, y) of the result, 2 hx + 1 by 2 hy + 1,
/// is for what the moving map shows (x - hx, y - hy) pixels further on; NaN where fewer than
/// `least` of the reference's pixels, or fewer than three, are covered.
Array2<double> shiftSurface(const Map2& reference, const Map2& moving, double least);

/// How nearly another place agrees as well: the greatest r beyond the peak in the middle of such a
/// surface, as a fraction of that peak; 0 where nothing else agrees at all. The peak reaches to
/// three times the shift at which r has first fallen to half of it. 1 where it falls nowhere so far
/// (a slope, an edge: no place is told from others), and where the peak is not positive.
double secondPeak(const Array2<double>& surface);

/// Where a surface is highest, in pixels from its middle; (0, 0) where that is no more than 0.05
/// above the middle: as much is chance, or rounding among the places of a lattice.
std::array<int, 2> highestShift(const Array2<double>& surface);

}  // namespace glasscope::compare
