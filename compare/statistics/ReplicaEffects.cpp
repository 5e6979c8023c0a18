#include "compare/statistics/ReplicaEffects.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compare/statistics/MeanInterval.h"

namespace glasscope::compare {

namespace {

// The pair in every sample that has it, this table's own first.
std::vector<ReplicaEffect> samplesOf(const AssociationRow& row,
                                     const std::vector<std::vector<ReplicaEffect>>& others) {
  std::vector<ReplicaEffect> samples = {
      {row.descriptor, row.signal, row.correlation.partial, row.top.auc}};
  for (const std::vector<ReplicaEffect>& table : others) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const ReplicaEffect& effect) {
      return effect.descriptor == row.descriptor && effect.signal == row.signal;
    });
    if (found != table.end()) samples.push_back(*found);
  }
  std::erase_if(samples, [](const ReplicaEffect& e) { return !std::isfinite(e.partial); });
  return samples;
}

MeanInterval intervalOf(const std::vector<ReplicaEffect>& samples,
                        double (*value)(const ReplicaEffect&)) {
  std::vector<double> values;
  for (const ReplicaEffect& sample : samples) values.push_back(value(sample));
  return meanInterval(values, std::nan(""));
}

void take(AssociationRow& row, const std::vector<ReplicaEffect>& samples) {
  const MeanInterval partial =
      intervalOf(samples, [](const ReplicaEffect& e) { return e.partial; });
  row.correlation.partial = partial.mean;
  row.correlation.partialLow = partial.low;
  row.correlation.partialHigh = partial.high;
  // Each sample's area has the sign that its own correlation had.
  std::vector<ReplicaEffect> signedSamples = samples;
  for (ReplicaEffect& sample : signedSamples) {
    if ((sample.partial < 0) != (partial.mean < 0)) sample.auc = 1 - sample.auc;
  }
  const MeanInterval auc = intervalOf(signedSamples, [](const ReplicaEffect& e) { return e.auc; });
  row.top.auc = auc.mean;
  row.top.aucLow = auc.low;
  row.top.aucHigh = auc.high;
  const bool holdsZero = partial.low <= 0 && partial.high >= 0;
  if (!holdsZero || row.claim.verdict != Verdict::visible) return;
  row.claim.significant = false;
  row.claim.verdict = Verdict::notBeyondChance;
  row.claim.advice = fmt::format("visible in one sample, but not over {} of them", samples.size());
}

}  // namespace

std::vector<ReplicaEffect> effectsOf(const AssociationTable& table) {
  std::vector<ReplicaEffect> effects;
  for (const AssociationRow& row : table.rows)
    effects.push_back({row.descriptor, row.signal, row.correlation.partial, row.top.auc});
  return effects;
}

void takeReplicas(AssociationTable& table, const std::vector<std::vector<ReplicaEffect>>& others) {
  const auto all = static_cast<int>(others.size()) + 1;
  if (all < kFewestReplicas) {
    table.method += fmt::format(
        " {} independent samples were compared, fewer than {}: effects and intervals are of one.",
        all, kFewestReplicas);
    return;
  }
  for (AssociationRow& row : table.rows) {
    const std::vector<ReplicaEffect> samples = samplesOf(row, others);
    if (static_cast<int>(samples.size()) >= kFewestReplicas) take(row, samples);
  }
  table.method += fmt::format(
      " Effects and intervals are means over {} independent samples and Student's intervals of "
      "these; p and q are of the first sample, and a pair whose interval holds zero is not called "
      "visible.",
      all);
}

}  // namespace glasscope::compare
