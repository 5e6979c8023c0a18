#pragma once

#include <string>
#include <vector>

#include "compare/statistics/AssociationTable.h"

namespace glasscope::compare {

/// What one pair of maps gave in one independent sample.
struct ReplicaEffect {
  std::string descriptor, signal;
  double partial = 0;  ///< correlation without slopes, thickness and composition
  double auc = 0;      ///< area under the ROC curve with the sign of `partial`
  double areas = 0;    ///< independent areas of that sample (AssociationRow's nEffective)
};

/// The pairs of a table of one sample.
std::vector<ReplicaEffect> effectsOf(const AssociationTable& table);

/// Turns a table of one sample into one over all: for every pair that at least kFewestReplicas
/// samples have, this one included,
///   - the effect becomes the mean over samples and its interval Student's: of `partial`, and of
///     the area under the ROC curve with the sign that the mean of `partial` has;
///   - pSamples is Student's t of `partial` against zero, so that it is below 5 % exactly where the
///     interval leaves zero out;
///   - nEffective is the sum over samples, and kFewestSamples of it suffice;
///   - the smallest claim and the smallest effect seen follow from the spread over samples.
/// One family for the table: its descriptors with enough areas. pFamily is Holm's, which holds
/// under any dependence of pairs; both q are of the same p. (Signs of samples cannot be permuted:
/// five samples know 16 arrangements, so no p below 6 %.) A pair that too few samples have keeps
/// the numbers of the first sample and enters with pSurrogate. Verdicts are given anew. `method`
/// says all that. With fewer samples nothing changes but `method`, which says so.
void takeReplicas(AssociationTable& table, const std::vector<std::vector<ReplicaEffect>>& others);

/// How many samples let a correlation of `effect` be claimed four times in five, by Student's t
/// against `level`, where samples scatter by the standard deviation `spread`; 0 for more than ten
/// thousand.
int samplesToSee(double effect, double spread, double level);

}  // namespace glasscope::compare
