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
};

/// The pairs of a table of one sample.
std::vector<ReplicaEffect> effectsOf(const AssociationTable& table);

/// Puts the mean over samples, and Student's interval of that mean, in place of the effect of one
/// sample and its interval: of `partial`, and of the area under the ROC curve with the sign that
/// the mean of `partial` has. Only for pairs that at least kFewestReplicas samples have, this one
/// included. A pair whose interval holds zero is not called visible, whatever its own sample says.
/// p and q stay those of the table's own sample. `method` says all that, or that there are too few
/// samples.
void takeReplicas(AssociationTable& table, const std::vector<std::vector<ReplicaEffect>>& others);

}  // namespace glasscope::compare
