#pragma once

#include <span>
#include <vector>

namespace glasscope::multislice {

/// How far each of some levels of a setting is from the limit of no step at all (root mean square
/// over the values), where errors fall in proportion to the step and what a refinement changes need
/// not go on as the one before it: for the thickness of slices.
///
/// A slice moves every atom of it to one plane. When slices are halved each atom moves by a quarter
/// of the slice up or down, as chance will have it in a glass, and then by an eighth, up or down
/// whatever it did before. The values therefore walk to their limit in steps that have nothing to
/// do with each other, each half as long as the last (in a crystal, or with smooth errors, they
/// may be alike). So the steps that were not taken, after the finest level, are those of a
/// geometric series of vectors, each at the same angle to the next, whose cosine c is that of the
/// steps that were taken (0 to 1, mean over pairs; 1 where there is but one step): their sum is of
/// length a sqrt((1 + r c) / ((1 - r c) (1 - r^2))) for a first of length a and a ratio r. A level
/// is off by its difference to the finest and that sum. With c = 1 this is Richardson's
/// extrapolation by the first order; with c = 0 squares add up instead of lengths, and the finest
/// level is off by 0.58 of what the last halving changed instead of all of it.
///
/// `values`: of each level, the finest last, as many of all; `steps`: descending. Two levels at
/// least.
std::vector<double> incrementErrors(const std::vector<std::span<const double>>& values,
                                    std::span<const double> steps);

}  // namespace glasscope::multislice
