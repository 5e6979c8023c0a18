#include "compare/detectability/Detectability.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "compare/statistics/Detection.h"
#include "compare/statistics/PreparedGroup.h"
#include "core/math/Distributions.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

// One search, of one map of a signal for the top of a descriptor.
struct Search {
  double auc = 0.5;
  double precisionUp = 0, precisionDown = 0;  ///< average precision of high and of low signals
};

Search search(const TopPixels& top, const RankedSignal& signal) {
  const Detection up = detect(top, signal), down = detect(top, signal, -1);
  return {up.auc, up.averagePrecision, down.averagePrecision};
}

// One sample's searches of one (descriptor, signal, fraction): observed, then surrogates.
using Searches = std::vector<Search>;
struct Key {
  std::string descriptor, signal;
  std::size_t fraction = 0;
  auto operator<=>(const Key&) const = default;  // NOLINT(modernize-use-nullptr)
};
using Sample = std::map<Key, Searches>;

std::vector<double> valuesAt(const Array2<double>& map, const std::vector<std::size_t>& pixels) {
  std::vector<double> values;
  for (const std::size_t i : pixels) values.push_back(map[i]);
  return values;
}

Sample searchSample(const AssociationGroup& maps, const DetectabilitySettings& settings,
                    std::uint64_t stream) {
  const PreparedGroup group(maps, SurrogateKind::automatic);
  std::vector<std::vector<TopPixels>> tops;  // by descriptor, by fraction
  for (const PreparedMap& map : group.first) {
    tops.emplace_back();
    for (const double fraction : settings.topFractions)
      tops.back().push_back(TopPixels::of(map.rest, fraction));
  }
  const auto count = static_cast<std::size_t>(settings.surrogates) + 1;
  Sample sample;
  for (const PreparedMap& signal : group.signals) {
    std::vector<Searches*> slots;
    for (const PreparedMap& map : group.first) {
      for (std::size_t f = 0; f < settings.topFractions.size(); ++f) {
        slots.push_back(&sample[{map.name, signal.name, f}]);
        slots.back()->resize(count);
      }
    }
    parallelFor(static_cast<std::int64_t>(count), [&](std::int64_t index, int) {
      throwIfInterrupted();
      const auto i = static_cast<std::size_t>(index);
      std::vector<double> values = signal.rest;
      if (i > 0) {
        const auto phases = group.basis->randomPhases(settings.seed, i - 1, stream);
        values = valuesAt(
            group.covariates->residual(group.basis->compose(turned(signal.partial, phases))),
            group.pixels);
      }
      const RankedSignal ranked(values);
      std::size_t slot = 0;
      for (const auto& ofDescriptor : tops) {
        for (const TopPixels& top : ofDescriptor) (*slots[slot++])[i] = search(top, ranked);
      }
    });
  }
  return sample;
}

// What several samples say of one pair: every number a mean over them, observed (0) and surrogates.
struct Pooled {
  std::vector<double> observed;  ///< auc of each sample
  std::vector<double> meanAuc, meanPrecision;
  std::vector<double> precisions;                ///< observed, of each sample
  double deviation = 0, precisionDeviation = 0;  ///< of the means over surrogates
};

// The sign under which a sample looks for hits: what the others say, or with one sample what it
// says itself, which surrogates may do too.
bool looksDown(const std::vector<const Searches*>& samples, std::size_t own, std::size_t index) {
  double sum = 0;
  for (std::size_t s = 0; s < samples.size(); ++s) {
    if (s != own || samples.size() == 1) sum += (*samples[s])[index].auc - 0.5;
  }
  return sum < 0;
}

Pooled pool(const std::vector<const Searches*>& samples) {
  Pooled result;
  const std::size_t count = samples.front()->size();
  const auto n = static_cast<double>(samples.size());
  for (std::size_t i = 0; i < count; ++i) {
    double auc = 0, precision = 0;
    for (std::size_t s = 0; s < samples.size(); ++s) {
      const Search& one = (*samples[s])[i];
      const double here = looksDown(samples, s, i) ? one.precisionDown : one.precisionUp;
      auc += one.auc / n;
      precision += here / n;
      if (i > 0) continue;
      result.observed.push_back(one.auc);
      result.precisions.push_back(here);
    }
    result.meanAuc.push_back(auc);
    result.meanPrecision.push_back(precision);
  }
  const double surrogates = static_cast<double>(count) - 1;
  double square = 0, mean = 0, precisionSquare = 0;
  for (std::size_t i = 1; i < count; ++i) {
    square += std::pow(result.meanAuc[i] - 0.5, 2) / surrogates;  // its mean is known: a half
    mean += result.meanPrecision[i] / surrogates;
  }
  for (std::size_t i = 1; i < count; ++i) {
    precisionSquare += std::pow(result.meanPrecision[i] - mean, 2) / surrogates;
  }
  result.deviation = std::sqrt(square);
  result.precisionDeviation = std::sqrt(precisionSquare);
  return result;
}

void check(const DetectabilitySettings& settings) {
  bool good = settings.surrogates >= 1 && settings.level > 0 && settings.level < 1;
  for (const double f : settings.topFractions) good = good && f > 0 && f < 1;
  if (good) return;
  throw Error(ErrorKind::usage, "the settings of the detectability make no sense",
              "surrogates must be at least 1; level and top fractions between 0 and 1",
              "correct them");
}

}  // namespace

std::vector<Detectability> detectOverReplicas(const std::vector<AssociationGroup>& replicas,
                                              const DetectabilitySettings& settings) {
  check(settings);
  std::map<Key, std::vector<const Searches*>> all;
  std::vector<Sample> samples;
  for (std::size_t r = 0; r < replicas.size(); ++r) {
    samples.push_back(searchSample(replicas[r], settings, r));
  }
  for (const Sample& sample : samples) {
    for (const auto& [key, searches] : sample) all[key].push_back(&searches);
  }
  std::vector<Pooled> pooled;
  std::vector<double> largest(static_cast<std::size_t>(settings.surrogates));
  for (const auto& [key, searches] : all) {
    pooled.push_back(pool(searches));
    const Pooled& one = pooled.back();
    if (!(one.deviation > 0)) continue;
    for (std::size_t i = 0; i < largest.size(); ++i) {
      largest[i] = std::max(largest[i], std::abs(one.meanAuc[i + 1] - 0.5) / one.deviation);
    }
  }
  std::vector<double> sorted = largest;
  std::sort(sorted.begin(), sorted.end());
  const double made = settings.surrogates;
  const auto allowed = static_cast<std::size_t>(settings.level * (1 + made));
  std::vector<Detectability> results;
  std::size_t next = 0;
  for (const auto& [key, searches] : all) {
    const Pooled& one = pooled[next++];
    Detectability result;
    result.descriptor = key.descriptor;
    result.signal = key.signal;
    result.topFraction = settings.topFractions[key.fraction];
    result.auc = meanInterval(one.observed, one.deviation);
    result.averagePrecision = meanInterval(one.precisions, one.precisionDeviation);
    double reached = 0, reachedByAny = 0;
    const double away = std::abs(one.meanAuc[0] - 0.5) * (1 - 1e-9);
    for (std::size_t i = 0; i < largest.size(); ++i) {
      reached += std::abs(one.meanAuc[i + 1] - 0.5) >= away;
      reachedByAny += largest[i] * one.deviation >= away;
      result.chancePrecision += one.meanPrecision[i + 1] / made;
    }
    result.p = (1 + reached) / (1 + made);
    result.pFamily = (1 + reachedByAny) / (1 + made);
    result.visible = result.pFamily <= settings.level;
    if (allowed >= 1) {
      result.smallestAuc = std::min(1.0, 0.5 + sorted[sorted.size() - allowed] * one.deviation);
    }
    results.push_back(result);
  }
  return results;
}

double binormalAuc(double r, double fraction) {
  if (!(std::abs(r) < 1)) return r > 0 ? 1 : 0;
  // Both sides by their quantiles, midpoints: x1 = Q(1 - fraction (i + 1/2) / n), x0 likewise.
  constexpr int kSteps = 400;
  const double slope = r / std::sqrt(2 * (1 - r * r));
  std::vector<double> high, low;
  for (int i = 0; i < kSteps; ++i) {
    const double share = (i + 0.5) / kSteps;
    high.push_back(normalQuantile(1 - fraction * share));
    low.push_back(normalQuantile((1 - fraction) * share));
  }
  double sum = 0;
  for (const double x1 : high) {
    for (const double x0 : low) sum += 0.5 * std::erfc(-slope * (x1 - x0) / std::sqrt(2.0));
  }
  return sum / (kSteps * kSteps);
}

}  // namespace glasscope::compare
