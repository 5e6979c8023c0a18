#include "compare/statistics/ReplicaEffects.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compare/statistics/FalseDiscovery.h"
#include "compare/statistics/MeanInterval.h"
#include "core/math/Distributions.h"

namespace glasscope::compare {

namespace {

// The pair in every sample that has it, this table's own first.
std::vector<ReplicaEffect> samplesOf(const AssociationRow& row,
                                     const std::vector<std::vector<ReplicaEffect>>& others) {
  std::vector<ReplicaEffect> samples = {{row.descriptor, row.signal, row.correlation.partial,
                                         row.top.auc, row.correlation.nEffective}};
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

// Standard error of the mean behind Student's 95 % interval.
double errorOf(const MeanInterval& interval) {
  return 0.5 * (interval.high - interval.low) / studentQuantile(0.975, interval.samples - 1);
}

double pOf(const MeanInterval& interval) {
  const double error = errorOf(interval);
  if (error > 0) return studentTwoSidedP(interval.mean / error, interval.samples - 1);
  return interval.mean == 0 ? 1 : 0;  // samples that agree to the last bit
}

void takeEffects(AssociationRow& row, std::vector<ReplicaEffect> samples) {
  const MeanInterval partial =
      intervalOf(samples, [](const ReplicaEffect& e) { return e.partial; });
  row.significance.samples = partial.samples;
  row.significance.pSamples = pOf(partial);
  row.correlation.partial = partial.mean;
  row.correlation.partialLow = partial.low;
  row.correlation.partialHigh = partial.high;
  row.correlation.nEffective = 0;
  for (const ReplicaEffect& sample : samples) row.correlation.nEffective += sample.areas;
  // Each sample's area has the sign that its own correlation had.
  for (ReplicaEffect& sample : samples) {
    if ((sample.partial < 0) != (partial.mean < 0)) sample.auc = 1 - sample.auc;
  }
  const MeanInterval auc = intervalOf(samples, [](const ReplicaEffect& e) { return e.auc; });
  row.top.auc = auc.mean;
  row.top.aucLow = auc.low;
  row.top.aucHigh = auc.high;
}

bool isOverSamples(const AssociationRow& row) {
  return row.significance.samples >= kFewestReplicas;
}

bool isOfFamily(const AssociationRow& row) {
  return row.role == RowRole::descriptor && row.correlation.nEffective >= kFewestSamples;
}

void controlMultiplicity(AssociationTable& table) {
  std::vector<double> p;
  std::vector<AssociationRow*> family;
  for (AssociationRow& row : table.rows) {
    row.significance.pFamily = row.significance.qFdr = row.significance.qYekutieli = 1;
    if (!isOfFamily(row)) continue;
    family.push_back(&row);
    p.push_back(isOverSamples(row) ? row.significance.pSamples : row.significance.pSurrogate);
  }
  const std::vector<double> any = holm(p), q = benjaminiHochberg(p), qAny = benjaminiYekutieli(p);
  for (std::size_t i = 0; i < family.size(); ++i) {
    family[i]->significance.pFamily = any[i];
    family[i]->significance.qFdr = q[i];
    family[i]->significance.qYekutieli = qAny[i];
  }
  table.tested = static_cast<int>(p.size());
  // Student's p has no floor, and |z| no largest value of its own.
  table.floorFamily = table.floorFdr = table.floorYekutieli = 0;
  table.criticalZ = std::nan("");
}

// Student's t that a lone pair of the family has to exceed, and the one that four in five of equal
// experiments exceed in addition.
double claimedT(double level, int samples) {
  return studentQuantile(1 - 0.5 * level, samples - 1);
}
double seenT(double level, int samples) {
  return claimedT(level, samples) + studentQuantile(0.8, samples - 1);
}

std::string adviceOf(const AssociationRow& row, double error, double effect, double level) {
  const int samples = row.significance.samples;
  const int enough = samplesToSee(effect, error * std::sqrt(samples), level);
  const std::string many = enough > 0 ? fmt::format("about {} such samples would do", enough)
                                      : "no number of such samples would do";
  return fmt::format(
      "a correlation of {:g} could not have been seen in {} samples ({:.2f} would have been); {}",
      effect, samples, row.claim.smallestSeen, many);
}

void judge(AssociationRow& row, const AssociationTable& table) {
  const double level = table.settings.level / std::max(1, table.tested);
  const bool before = row.claim.verdict == Verdict::visible;
  AssociationRow::Claim& claim = row.claim;
  claim.significant = isOfFamily(row) && row.significance.pFamily <= table.settings.level;
  if (!isOverSamples(row)) {  // the claims of one sample do not stand beside those of many
    if (!claim.significant && before) claim.verdict = Verdict::notBeyondChance;
    return;
  }
  const int samples = row.significance.samples;
  const MeanInterval interval{row.correlation.partial, row.correlation.partialLow,
                              row.correlation.partialHigh, samples, true};
  const double error = errorOf(interval);
  claim.smallestClaim = std::min(1.0, claimedT(level, samples) * error);
  claim.smallestSeen = std::min(1.0, seenT(level, samples) * error);
  claim.advice.clear();
  const double effect = table.settings.effectOfInterest;
  if (claim.significant) {
    claim.verdict = Verdict::visible;
  } else if (!(row.correlation.nEffective >= kFewestSamples)) {
    claim.verdict = Verdict::tooFewAreas;
    claim.advice = fmt::format(
        "too few independent areas: {:.0f} in {} samples, and {:.0f} would do; add samples",
        row.correlation.nEffective, samples, kFewestSamples);
  } else if (claim.smallestSeen > effect) {
    claim.verdict = Verdict::couldNotBeSeen;
    claim.advice = adviceOf(row, error, effect, level);
  } else {
    claim.verdict = Verdict::notBeyondChance;
  }
  if (before && !claim.significant)
    claim.advice = fmt::format("visible in one sample, but not over {} of them{}{}", samples,
                               claim.advice.empty() ? "" : "; ", claim.advice);
}

}  // namespace

std::vector<ReplicaEffect> effectsOf(const AssociationTable& table) {
  std::vector<ReplicaEffect> effects;
  for (const AssociationRow& row : table.rows)
    effects.push_back({row.descriptor, row.signal, row.correlation.partial, row.top.auc,
                       row.correlation.nEffective});
  return effects;
}

int samplesToSee(double effect, double spread, double level) {
  constexpr int kMost = 10000;
  const auto isSeen = [&](int samples) {
    return seenT(level, samples) * spread / std::sqrt(samples) <= effect;
  };
  if (!isSeen(kMost)) return 0;
  // What is seen in some samples is seen in more.
  int low = 1, high = kMost;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (isSeen(middle) ? high : low) = middle;
  }
  return high;
}

void takeReplicas(AssociationTable& table, const std::vector<std::vector<ReplicaEffect>>& others) {
  const auto all = static_cast<int>(others.size()) + 1;
  if (all < kFewestReplicas) {
    table.method += fmt::format(
        " {} independent samples were compared, fewer than {}: effects, intervals and p are of "
        "one.",
        all, kFewestReplicas);
    return;
  }
  for (AssociationRow& row : table.rows) {
    std::vector<ReplicaEffect> samples = samplesOf(row, others);
    if (static_cast<int>(samples.size()) >= kFewestReplicas) takeEffects(row, std::move(samples));
  }
  controlMultiplicity(table);
  for (AssociationRow& row : table.rows) judge(row, table);
  table.method += fmt::format(
      " All that was of one sample. Over {} independent samples: effects are means and intervals "
      "Student's; p_samples is Student's t of r_partial over samples; p_family is Holm's over the "
      "{} tested pairs (any dependence), both q are of the same p, N_eff is the sum, and a pair is "
      "called visible where p_family is at most {:g}. p_surrogate and what follows AUC are of the "
      "first sample alone.",
      all, table.tested, table.settings.level);
}

}  // namespace glasscope::compare
