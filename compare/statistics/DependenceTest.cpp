#include "compare/statistics/DependenceTest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "compare/statistics/Correlation.h"
#include "compare/statistics/Detection.h"
#include "compare/statistics/DistanceCorrelation.h"
#include "compare/statistics/MutualInformation.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

constexpr std::size_t kPixelsForDistances = 400;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// One side of a pair: its pixels by rank, and the distances between the ranks of some of them.
struct Side {
  RankedSignal ranked;
  std::optional<CentredDistances> distances;

  Side(const std::vector<double>& values, bool withDistances) : ranked(values) {
    if (!withDistances) return;
    const std::vector<double>& rank = ranked.rank;
    const std::size_t step =
        std::max<std::size_t>(1, (rank.size() + kPixelsForDistances - 1) / kPixelsForDistances);
    std::vector<double> some;
    for (std::size_t i = 0; i < rank.size(); i += step) some.push_back(rank[i]);
    distances.emplace(some);
  }
};

// A descriptor, and what is to be found of it.
struct Target {
  Side side;
  TopPixels top;
};

Dependence dependenceOf(const Target& target, const Side& signal) {
  const std::vector<double>&a = target.side.ranked.rank, &b = signal.ranked.rank;
  Dependence result;
  result.spearman = pearson(a, b);
  const Detection found = detect(target.top, signal.ranked, result.spearman < 0 ? -1 : 1);
  result.auc = result.spearman < 0 ? 1 - found.auc : found.auc;
  result.averagePrecision = found.averagePrecision;
  result.mutualInformation = mutualInformation(a, b);
  result.distanceCorrelation =
      target.side.distances && signal.distances
          ? CentredDistances::correlation(*target.side.distances, *signal.distances)
          : kNaN;
  return result;
}

// A surrogate of the signal as it stands against a first map: of its rest, with the covariates
// taken out again, or, against a map that stands alone, of the signal as it is.
std::vector<double> surrogateValues(const PreparedGroup& group, const PreparedMap& signal,
                                    const SurrogateBasis::Amplitudes& phases, bool alone) {
  Array2<double> map = group.basis->compose(turned(alone ? signal.plain : signal.partial, phases));
  if (!alone) map = group.covariates->residual(map);
  std::vector<double> values;
  for (const std::size_t i : group.pixels) values.push_back(map[i]);
  return values;
}

// All surrogates of one signal, and the observed values, against every first map of its group.
struct SignalTest {
  std::vector<Dependence> observed;                 ///< by first map
  std::vector<std::vector<Dependence>> surrogates;  ///< by surrogate, by first map
};

SignalTest testSignal(const PreparedGroup& group, const std::vector<Target>& first,
                      const PreparedMap& signal, int surrogates, std::uint64_t seed,
                      std::uint64_t stream) {
  SignalTest result;
  const bool distances = surrogates > 0;
  const Side rest(signal.rest, distances), plain(signal.values, distances);
  for (std::size_t a = 0; a < first.size(); ++a) {
    result.observed.push_back(dependenceOf(first[a], group.first[a].alone ? plain : rest));
  }
  result.surrogates.resize(static_cast<std::size_t>(surrogates));
  const bool anyAlone = std::any_of(group.first.begin(), group.first.end(),
                                    [](const PreparedMap& map) { return map.alone; });
  parallelFor(surrogates, [&](std::int64_t index, int) {
    throwIfInterrupted();
    const auto phases = group.basis->randomPhases(seed, static_cast<std::uint64_t>(index), stream);
    const Side ofRest(surrogateValues(group, signal, phases, false), true);
    std::optional<Side> ofAll;
    if (anyAlone) ofAll.emplace(surrogateValues(group, signal, phases, true), true);
    auto& mine = result.surrogates[static_cast<std::size_t>(index)];
    for (std::size_t a = 0; a < first.size(); ++a) {
      mine.push_back(dependenceOf(first[a], group.first[a].alone ? *ofAll : ofRest));
    }
  });
  return result;
}

double shareReached(const SignalTest& test, std::size_t a, double Dependence::*value, double chance,
                    bool twoSided) {
  const auto distance = [&](const Dependence& d) {
    return twoSided ? std::abs(d.*value - chance) : d.*value;
  };
  const double observed = distance(test.observed[a]) - 1e-12;
  int reached = 0;
  for (const auto& surrogate : test.surrogates) reached += distance(surrogate[a]) >= observed;
  return (1.0 + reached) / (1.0 + static_cast<double>(test.surrogates.size()));
}

DependenceResult summarise(const SignalTest& test, std::size_t a, double prevalence) {
  DependenceResult result;
  result.observed = test.observed[a];
  result.prevalence = prevalence;
  const auto count = static_cast<double>(test.surrogates.size());
  if (count == 0) {
    result.p = {kNaN, kNaN, kNaN, kNaN, kNaN};
    result.aucDeviation = result.chancePrecision = kNaN;
    return result;
  }
  result.p.spearman = shareReached(test, a, &Dependence::spearman, 0, true);
  result.p.auc = shareReached(test, a, &Dependence::auc, 0.5, true);
  result.p.averagePrecision = shareReached(test, a, &Dependence::averagePrecision, 0, false);
  result.p.mutualInformation = shareReached(test, a, &Dependence::mutualInformation, 0, false);
  result.p.distanceCorrelation = shareReached(test, a, &Dependence::distanceCorrelation, 0, false);
  double square = 0, precision = 0;
  for (const auto& surrogate : test.surrogates) {
    square += std::pow(surrogate[a].auc - 0.5, 2);  // its mean is known: a half
    precision += surrogate[a].averagePrecision;
  }
  result.aucDeviation = std::sqrt(square / count);
  result.chancePrecision = precision / count;
  return result;
}

}  // namespace

std::vector<DependenceResult> testDependence(const std::vector<PreparedGroup>& groups,
                                             double topFraction, int surrogates,
                                             std::uint64_t seed) {
  std::vector<DependenceResult> results;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const PreparedGroup& group = groups[g];
    if (group.pairs() == 0) continue;
    std::vector<Target> first;
    for (const PreparedMap& map : group.first) {
      first.push_back({Side(map.rest, surrogates > 0), TopPixels::of(map.rest, topFraction)});
    }
    const std::size_t begin = results.size(), signals = group.signals.size();
    results.resize(begin + group.pairs());
    for (std::size_t s = 0; s < signals; ++s) {
      const SignalTest test = testSignal(group, first, group.signals[s], surrogates, seed, g);
      for (std::size_t a = 0; a < first.size(); ++a) {
        results[begin + a * signals + s] = summarise(test, a, first[a].top.prevalence());
      }
    }
  }
  return results;
}

}  // namespace glasscope::compare
