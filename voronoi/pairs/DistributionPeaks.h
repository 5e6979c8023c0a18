#pragma once

#include <cstddef>
#include <vector>

#include "voronoi/pairs/RadialDistribution.h"

namespace glasscope::voronoi {

/// g(r) smoothed by a Gaussian of 0.1 angstrom: what peaks and minima are looked for in.
std::vector<double> smoothedDistribution(const std::vector<double>& g, double bin_A);

/// The maxima and minima of the smoothed g(r) that are no noise, in turn (bins, ascending; a
/// maximum first). A turn counts when the curve leaves it by 0.02, by three standard deviations of
/// what uncorrelated atoms would show and by two of the pairs that were counted, whichever is most.
/// `d.expected` may be empty: then by 0.02.
std::vector<std::size_t> distributionTurns(const RadialDistribution& d,
                                           const std::vector<double>& smooth);

/// Fills in the first peak and the first minimum of a g(r). The first peak is the first maximum
/// above 1 that is no noise, whether or not a later one is higher (in diamond, B2 and rock salt it
/// is), refined by a parabola through its highest bin. The first minimum is the lowest point of the
/// smoothed curve before the next maximum, at most 1.8 times the peak away; the middle, where the
/// curve is flat there. A second maximum within 1.25 times the first (bcc: 1.155) belongs to the
/// first shell.
void findFirstShell(RadialDistribution& d);

}  // namespace glasscope::voronoi
