#include "compare/statistics/AssociationTable.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "compare/statistics/Correlation.h"
#include "compare/statistics/DependenceTest.h"
#include "compare/statistics/FalseDiscovery.h"
#include "compare/statistics/PreparedGroup.h"
#include "compare/statistics/SurrogateTest.h"
#include "core/math/Distributions.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

void checkSettings(const AssociationSettings& settings) {
  if (settings.surrogates >= 1 && settings.dependenceSurrogates >= 0 && settings.level > 0 &&
      settings.level < 1 && settings.topFraction > 0 && settings.topFraction < 1 &&
      settings.effectOfInterest > 0 && settings.effectOfInterest < 1) {
    return;
  }
  throw Error(ErrorKind::usage, "the settings of the association table make no sense",
              "surrogates must be at least 1; level, top fraction and effect between 0 and 1",
              "correct them");
}

// A pair's place among the groups.
struct Pair {
  const PreparedGroup* group;
  const PreparedMap *first, *signal;
};

std::vector<Pair> pairsOf(const std::vector<PreparedGroup>& groups) {
  std::vector<Pair> pairs;
  for (const PreparedGroup& group : groups) {
    for (const PreparedMap& a : group.first) {
      for (const PreparedMap& b : group.signals) pairs.push_back({&group, &a, &b});
    }
  }
  return pairs;
}

// Dutilleul's number, or, where the noise of its classes makes a variance of r that is not
// positive, the one of the exact variance over surrogates.
double effectiveSamples(const Pair& pair, double deviation) {
  double found = 0;
  if (pair.first->alone && pair.group->covariates->count() > 0) {
    Array2<double> values(pair.group->basis->mask().nx(), pair.group->basis->mask().ny());
    for (std::size_t i = 0; i < pair.group->pixels.size(); ++i) {
      values[pair.group->pixels[i]] = pair.signal->values[i];
    }
    const Autocovariance plain(values, pair.group->basis->mask(),
                               pair.signal->covariance->periodic());
    found = Autocovariance::effectiveSamples(*pair.first->covariance, plain);
  } else {
    found = Autocovariance::effectiveSamples(*pair.first->covariance, *pair.signal->covariance);
  }
  return std::isfinite(found) ? found : 1 + 1 / (deviation * deviation);
}

AssociationRow describePair(const Pair& pair, double partial, double deviation) {
  AssociationRow row;
  row.descriptor = pair.first->name;
  row.signal = pair.signal->name;
  row.role = pair.first->role;
  row.pixels = static_cast<int>(pair.group->pixels.size());
  row.correlation.pearson = pearson(pair.first->values, pair.signal->values);
  row.correlation.partial = partial;
  row.correlation.pNaive = correlationP(row.correlation.pearson, row.pixels);
  row.correlation.nEffective = effectiveSamples(pair, deviation);
  const std::size_t lost = pair.first->alone ? 0 : pair.group->covariates->count();
  row.correlation.pDutilleul =
      correlationP(partial, row.correlation.nEffective - static_cast<double>(lost));
  row.significance.kind = pair.group->basis->name();
  if (pair.group->coarsening > 1) {
    row.significance.kind += fmt::format(" of {0} x {0} means", pair.group->coarsening);
  }
  return row;
}

// So many that a lone pair that no surrogate reaches has q = tests / (1 + surrogates) of half the
// level.
int enoughSurrogates(const AssociationSettings& settings, int tests) {
  if (!settings.adaptive) return settings.surrogates;
  const double wanted = std::ceil(2 * tests / settings.level);
  return std::max(settings.surrogates,
                  static_cast<int>(std::min(wanted, double(settings.mostSurrogates))));
}

// The correlation that two samples of a pair differ by no more than `z` deviations from: intervals
// and powers are taken on Fisher's scale, where the spread does not depend on the correlation.
double moved(double r, double z, double deviation) {
  constexpr double kMost = 1 - 1e-12;
  return std::tanh(std::atanh(std::clamp(r, -kMost, kMost)) + z * deviation);
}

void judge(AssociationRow& row, const AssociationTable& table, double deviation) {
  static const double kInterval = normalQuantile(0.975), kPower = normalQuantile(0.8);
  AssociationRow::Correlation& found = row.correlation;
  found.partialLow = moved(found.partial, -kInterval, deviation);
  found.partialHigh = moved(found.partial, kInterval, deviation);
  AssociationRow::Claim& claim = row.claim;
  claim.smallestClaim = std::min(1.0, table.criticalZ * deviation);
  claim.smallestSeen = moved(claim.smallestClaim, kPower, deviation);
  const bool enough = found.nEffective >= kFewestSamples;
  claim.significant =
      row.role == RowRole::descriptor && enough && row.significance.pFamily <= table.settings.level;
  if (claim.significant) {
    claim.verdict = Verdict::visible;
  } else if (!enough) {
    claim.verdict = Verdict::tooFewAreas;
    claim.advice = fmt::format(
        "too few independent areas: {:.0f}, and {:.0f} would do; scan {:.2g} times the area, or "
        "add samples",
        found.nEffective, kFewestSamples, kFewestSamples / found.nEffective);
  } else if (claim.smallestSeen > table.settings.effectOfInterest) {
    claim.verdict = Verdict::couldNotBeSeen;
    // The deviation falls as the root of the area, so both move together on Fisher's scale.
    const double times = std::pow(std::atanh(std::min(claim.smallestSeen, 0.999)) /
                                      std::atanh(table.settings.effectOfInterest),
                                  2);
    claim.advice = fmt::format(
        "a correlation of {:g} could not have been seen ({:.2f} would have been); about {:.2g} "
        "times the area would do",
        table.settings.effectOfInterest, claim.smallestSeen, times);
  } else {
    claim.verdict = Verdict::notBeyondChance;
  }
}

void controlMultiplicity(AssociationTable& table, const std::vector<unsigned char>& family,
                         const SurrogateCounts& counts) {
  std::vector<double> p, largest = counts.largestZ;
  std::sort(largest.begin(), largest.end());
  const auto made = static_cast<double>(largest.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    AssociationRow& row = table.rows[i];
    row.significance.surrogates = table.surrogates;
    row.significance.pPlain = (1.0 + counts.plainReached[i]) / (1.0 + made);
    row.significance.pSurrogate = (1.0 + counts.reached[i]) / (1.0 + made);
    row.significance.pFamily = row.significance.qFdr = row.significance.qYekutieli = 1;
    if (!family[i]) continue;
    const double z = std::abs(counts.partial[i]) / counts.deviation[i] * (1 - 1e-9);
    const auto reached = largest.end() - std::lower_bound(largest.begin(), largest.end(), z);
    row.significance.pFamily = (1.0 + static_cast<double>(reached)) / (1.0 + made);
    p.push_back(row.significance.pSurrogate);
  }
  const std::vector<double> q = benjaminiHochberg(p), qAny = benjaminiYekutieli(p);
  std::size_t next = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (!family[i]) continue;
    table.rows[i].significance.qFdr = q[next];
    table.rows[i].significance.qYekutieli = qAny[next];
    ++next;
  }
  table.tested = static_cast<int>(p.size());
  const double tests = std::max(1, table.tested);
  table.floorFamily = 1 / (1 + made);
  table.floorFdr = std::min(1.0, tests * table.floorFamily);
  table.floorYekutieli = std::min(1.0, table.floorFdr * harmonicNumber(p.size()));
  // pFamily <= level needs fewer than level (1 + made) surrogates at or above z.
  const auto allowed = static_cast<std::size_t>(table.settings.level * (1 + made));
  if (allowed >= 1 && allowed <= largest.size())
    table.criticalZ = largest[largest.size() - allowed];
  if (allowed < 1 || p.empty()) table.criticalZ = std::numeric_limits<double>::infinity();
}

std::string describeMethod(const AssociationTable& table) {
  const AssociationSettings& s = table.settings;
  return fmt::format(
      "Correlations over the pixels where every map of a scan carries information. Slopes (open "
      "maps), thickness and composition are regressed out of both maps and of every surrogate; r "
      "is of the maps as they are, r_partial of what is left, and all that follows is of what is "
      "left. Neighbouring pixels are alike, so the naive p is printed for contrast only. N_eff and "
      "p_Dutilleul: modified t test (Dutilleul, Biometrics 49, 305, 1993), autocovariance in "
      "classes of one pixel; N_eff may exceed the pixels where neighbours exclude each other. "
      "p_surrogate = (1 + number of surrogates at least as correlated) / (1 + {} surrogates), "
      "two-sided. p_family: the same of the largest |z| over all {} tested pairs, every surrogate "
      "turning all maps of a scan by the same phases (single-step max-T, Westfall and Young 1993): "
      "the chance that any pair does as well by chance, exact whatever the pairs share; a pair is "
      "called visible where it is at most {:g}. q: Benjamini-Hochberg and Benjamini-Yekutieli over "
      "the same pairs. The smallest values that a lone pair can reach: p_family {:.2g}, q {:.2g} "
      "and {:.2g}. Below {:.0f} independent areas nothing is claimed. Intervals are of one sample: "
      "the surrogate test inverted. AUC and average precision: the signal as a finder of the top "
      "{:g} % of the descriptor.",
      table.surrogates, table.tested, s.level, table.floorFamily, table.floorFdr,
      table.floorYekutieli, kFewestSamples, 100 * s.topFraction);
}

void addDependence(AssociationRow& row, const DependenceResult& found) {
  static const double kInterval = normalQuantile(0.975);
  row.correlation.spearman = found.observed.spearman;
  row.correlation.pSpearman = found.p.spearman;
  AssociationRow::TopSearch& top = row.top;
  top.auc = found.observed.auc;
  const double half = kInterval * found.aucDeviation;
  top.aucLow = std::isnan(half) ? AssociationRow::kUnknown : std::max(0.0, top.auc - half);
  top.aucHigh = std::isnan(half) ? AssociationRow::kUnknown : std::min(1.0, top.auc + half);
  top.pAuc = found.p.auc;
  top.prevalence = found.prevalence;
  top.averagePrecision = found.observed.averagePrecision;
  top.chancePrecision = found.chancePrecision;
  top.pPrecision = found.p.averagePrecision;
  row.dependence = {found.observed.mutualInformation, found.p.mutualInformation,
                    found.observed.distanceCorrelation, found.p.distanceCorrelation};
}

}  // namespace

AssociationTable associate(const std::vector<AssociationGroup>& given,
                           const AssociationSettings& settings) {
  checkSettings(settings);
  AssociationTable table;
  table.settings = settings;
  std::vector<PreparedGroup> groups;
  for (const AssociationGroup& group : given) {
    groups.emplace_back(group, settings.kind);
    table.leftOut.insert(table.leftOut.end(), groups.back().leftOut.begin(),
                         groups.back().leftOut.end());
  }
  const std::vector<Pair> pairs = pairsOf(groups);
  const SurrogateCounts observed = observeCorrelations(groups);
  table.rows.resize(pairs.size());
  parallelFor(static_cast<std::int64_t>(pairs.size()), [&](std::int64_t index, int) {
    const auto i = static_cast<std::size_t>(index);
    table.rows[i] = describePair(pairs[i], observed.partial[i], observed.deviation[i]);
  });
  std::vector<unsigned char> family(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const AssociationRow& row = table.rows[i];
    family[i] = row.role == RowRole::descriptor && row.correlation.nEffective >= kFewestSamples;
  }
  table.surrogates =
      enoughSurrogates(settings, static_cast<int>(std::count(family.begin(), family.end(), 1)));
  const SurrogateCounts counts = countSurrogates(groups, family, table.surrogates, settings.seed);
  controlMultiplicity(table, family, counts);
  const auto dependence =
      testDependence(groups, settings.topFraction, settings.dependenceSurrogates, settings.seed);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    addDependence(table.rows[i], dependence[i]);
    judge(table.rows[i], table, counts.deviation[i]);
  }
  table.method = describeMethod(table);
  return table;
}

AssociationTable associate(const std::vector<Map2>& descriptors, const std::vector<Map2>& signals,
                           const AssociationSettings& settings) {
  return associate(std::vector<AssociationGroup>{{descriptors, signals, {}, {}}}, settings);
}

}  // namespace glasscope::compare
