#pragma once

#include <span>

namespace glasscope::compare {

/// Mutual information of two rankings, nats: ranks (from 1, of equal length) are cut into as many
/// classes of equal number as keep about five pairs in each of the two-way classes, at least 3 and
/// at most 16, and I = sum p_ij ln(p_ij / (p_i p_j)). Positive even without a relation (by about
/// (classes - 1)^2 / 2n), so only its surrogates say what it means.
double mutualInformation(std::span<const double> ranksA, std::span<const double> ranksB);

}  // namespace glasscope::compare
