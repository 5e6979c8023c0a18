#pragma once

#include <vector>

namespace glasscope::multislice {

/// What a detector passes on of a frequency f in cycles per pixel: exp(-2 pi^2 s^2 f^2) of a
/// Gaussian point spread of standard deviation s, or `mtf`, where it is not empty: a table at equal
/// steps from 0 to half a cycle per pixel, linear between its values and the last one beyond them.
double modulationTransfer(double pointSpread_pixels, const std::vector<double>& mtf, double f);

}  // namespace glasscope::multislice
