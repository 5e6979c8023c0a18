#include "compare/statistics/AssociationTable.h"

#include <cmath>
#include <limits>
#include <memory>

#include <fmt/format.h>

#include "compare/statistics/Autocovariance.h"
#include "compare/statistics/Correlation.h"
#include "compare/statistics/Detection.h"
#include "compare/statistics/FalseDiscovery.h"
#include "compare/statistics/Surrogates.h"
#include "core/maps/MapGrid.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

using Mask = Array2<unsigned char>;

// Below this many independent cells, toroidal shifts cannot give a p small enough to be of use.
constexpr double kCellsForShifts = 100;

struct Prepared {
  const Map2* map;
  Mask mask;
  std::unique_ptr<SurrogateSpectrum> spectrum;
  std::unique_ptr<Autocovariance> covariance;
};

Mask finiteMask(const Array2<double>& values) {
  Mask mask(values.nx(), values.ny());
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = std::isfinite(values[i]);
  return mask;
}

std::size_t countOf(const Mask& mask) {
  std::size_t count = 0;
  for (const unsigned char m : mask) count += m != 0;
  return count;
}

std::vector<Prepared> prepare(const std::vector<Map2>& maps) {
  std::vector<Prepared> result(maps.size());
  parallelFor(static_cast<std::int64_t>(maps.size()), [&](std::int64_t i, int) {
    const Map2& map = maps[static_cast<std::size_t>(i)];
    Prepared& p = result[static_cast<std::size_t>(i)];
    p.map = &map;
    p.mask = finiteMask(map.values);
    p.spectrum = std::make_unique<SurrogateSpectrum>(map.values, p.mask);
    if (countOf(p.mask) > 0) {
      p.covariance = std::make_unique<Autocovariance>(map.values, p.mask, map.periodic);
    }
  });
  return result;
}

// The mask of most maps is the same, and then the covariance is at hand.
double effectiveSamples(const Prepared& a, const Prepared& b, const Mask& joint) {
  const auto same = [&](const Prepared& p) {
    return std::equal(joint.begin(), joint.end(), p.mask.begin());
  };
  if (same(a) && same(b)) return Autocovariance::effectiveSamples(*a.covariance, *b.covariance);
  return Autocovariance::effectiveSamples(Autocovariance(a.map->values, joint, a.map->periodic),
                                          Autocovariance(b.map->values, joint, a.map->periodic));
}

AssociationRow describePair(const Prepared& a, const Prepared& b, double topFraction) {
  AssociationRow row;
  row.descriptor = a.map->name;
  row.signal = b.map->name;
  Mask joint(a.mask.nx(), a.mask.ny());
  std::vector<double> x, y;
  for (std::size_t i = 0; i < joint.size(); ++i) {
    joint[i] = a.mask[i] && b.mask[i];
    if (!joint[i]) continue;
    x.push_back(a.map->values[i]);
    y.push_back(b.map->values[i]);
  }
  row.pixels = static_cast<int>(x.size());
  row.pearson = pearson(x, y);
  row.spearman = spearman(x, y);
  row.pNaive = correlationP(row.pearson, row.pixels);
  if (std::isnan(row.pearson)) {
    row.nEffective = std::numeric_limits<double>::quiet_NaN();
    row.auc = row.averagePrecision = std::numeric_limits<double>::quiet_NaN();
    return row;
  }
  row.nEffective = effectiveSamples(a, b, joint);
  row.pDutilleul = correlationP(row.pearson, row.nEffective);
  const Detection found = detect(x, y, topFraction, 1);
  const Detection inverse = detect(x, y, topFraction, -1);
  row.auc = found.auc;
  row.prevalence = found.prevalence;
  row.averagePrecision = std::max(found.averagePrecision, inverse.averagePrecision);
  return row;
}

bool usesShifts(const AssociationRow& row, bool periodic, SurrogateKind kind) {
  if (kind == SurrogateKind::automatic) return periodic && row.nEffective >= kCellsForShifts;
  return kind == SurrogateKind::toroidalShift;
}

// How often surrogates of each descriptor correlate with each signal as strongly as it does itself.
std::vector<int> countReached(const std::vector<Prepared>& descriptors,
                              const std::vector<Prepared>& signals,
                              const AssociationSettings& settings) {
  const std::size_t pairs = descriptors.size() * signals.size();
  std::vector<double> observed(pairs, 2);  // never reached by constant maps
  const auto eachPair = [&](const auto& visit) {
    for (std::size_t d = 0; d < descriptors.size(); ++d) {
      for (std::size_t s = 0; s < signals.size(); ++s) {
        if (descriptors[d].spectrum->constant() || signals[s].spectrum->constant()) continue;
        visit(d * signals.size() + s, *descriptors[d].spectrum, *signals[s].spectrum);
      }
    }
  };
  eachPair([&](std::size_t pair, const SurrogateSpectrum& a, const SurrogateSpectrum& b) {
    observed[pair] = std::abs(a.correlation(b));
  });
  std::vector<std::vector<unsigned char>> reached(static_cast<std::size_t>(settings.surrogates));
  parallelFor(settings.surrogates, [&](std::int64_t index, int) {
    auto& mine = reached[static_cast<std::size_t>(index)];
    mine.assign(pairs, 0);
    const Map2& first = *descriptors.front().map;
    const auto factors = SurrogateSpectrum::randomFactors(first.nx(), first.ny(), settings.seed,
                                                          static_cast<std::uint64_t>(index));
    for (std::size_t d = 0; d < descriptors.size(); ++d) {
      if (descriptors[d].spectrum->constant()) continue;
      const SurrogateSpectrum surrogate = descriptors[d].spectrum->times(factors);
      for (std::size_t s = 0; s < signals.size(); ++s) {
        if (signals[s].spectrum->constant()) continue;
        const std::size_t pair = d * signals.size() + s;
        mine[pair] = std::abs(surrogate.correlation(*signals[s].spectrum)) >= observed[pair];
      }
    }
  });
  std::vector<int> counts(pairs, 0);
  for (const auto& mine : reached) {
    for (std::size_t pair = 0; pair < pairs; ++pair) counts[pair] += mine[pair];
  }
  return counts;
}

void checkGrids(const std::vector<Map2>& descriptors, const std::vector<Map2>& signals) {
  const MapGrid grid = MapGrid::of(descriptors.front());
  for (const auto* maps : {&descriptors, &signals}) {
    for (const Map2& map : *maps) {
      if (grid.matches(MapGrid::of(map))) continue;
      throw Error(
          ErrorKind::usage,
          fmt::format("'{}' and '{}' cannot be compared", descriptors.front().name, map.name),
          fmt::format("their grids differ ({} x {} and {} x {} pixels)", descriptors.front().nx(),
                      descriptors.front().ny(), map.nx(), map.ny()),
          "project the descriptors onto the grid of the scan (TruthMap)");
    }
  }
}

std::string describeMethod(const AssociationSettings& settings) {
  return fmt::format(
      "Pearson and Spearman correlation over the pixels where both maps carry information. "
      "Neighbouring pixels are alike, so the naive p-value is printed for contrast only. N_eff and "
      "p_Dutilleul: modified t test (Dutilleul, Biometrics 49, 305, 1993), autocovariance in "
      "classes "
      "of one pixel. p_surrogate = (1 + number of surrogates at least as correlated) / (1 + number "
      "of surrogates), two-sided: all periodic shifts where the maps are periodic and hold at "
      "least "
      "{:.0f} independent cells (there p cannot fall below about 1/N_eff), else {} "
      "phase-randomised "
      "maps (p cannot fall below {:.2g}). q: Benjamini-Hochberg over the whole table, of "
      "p_surrogate; "
      "significant where q <= {:g}. AUC and average precision: the signal as a finder of the top "
      "{:g} % of the descriptor.",
      kCellsForShifts, settings.surrogates, 1.0 / (1 + settings.surrogates), settings.level,
      100 * settings.topFraction);
}

}  // namespace

AssociationTable associate(const std::vector<Map2>& descriptors, const std::vector<Map2>& signals,
                           const AssociationSettings& settings) {
  if (settings.surrogates < 1 || !(settings.level > 0 && settings.level < 1) ||
      !(settings.topFraction > 0 && settings.topFraction < 1)) {
    throw Error(ErrorKind::usage, "the settings of the association table make no sense",
                "surrogates must be at least 1, level and top fraction between 0 and 1",
                "correct them");
  }
  AssociationTable table{{}, settings, describeMethod(settings)};
  if (descriptors.empty() || signals.empty()) return table;
  checkGrids(descriptors, signals);
  const std::vector<Prepared> a = prepare(descriptors), b = prepare(signals);
  table.rows.resize(a.size() * b.size());
  parallelFor(static_cast<std::int64_t>(table.rows.size()), [&](std::int64_t i, int) {
    const auto pair = static_cast<std::size_t>(i);
    table.rows[pair] = describePair(a[pair / b.size()], b[pair % b.size()], settings.topFraction);
  });
  const std::vector<int> counts = countReached(a, b, settings);
  std::vector<double> p;
  std::vector<std::size_t> tested;
  for (std::size_t pair = 0; pair < table.rows.size(); ++pair) {
    AssociationRow& row = table.rows[pair];
    const Prepared &descriptor = a[pair / b.size()], &signal = b[pair % b.size()];
    if (usesShifts(row, descriptor.map->periodic, settings.kind)) {
      row.surrogateKind = "toroidal shifts";
      row.surrogates = static_cast<int>(descriptor.map->values.size()) - 1;
      row.pSurrogate = descriptor.spectrum->toroidalP(*signal.spectrum);
    } else {
      row.surrogateKind = "phase randomisation";
      row.surrogates = settings.surrogates;
      row.pSurrogate = (1.0 + counts[pair]) / (1.0 + settings.surrogates);
    }
    if (std::isnan(row.pearson)) {
      row.pSurrogate = 1;
      continue;
    }
    p.push_back(row.pSurrogate);
    tested.push_back(pair);
  }
  const std::vector<double> q = benjaminiHochberg(p);
  for (std::size_t i = 0; i < tested.size(); ++i) {
    table.rows[tested[i]].qFdr = q[i];
    table.rows[tested[i]].significant = q[i] <= settings.level;
  }
  return table;
}

}  // namespace glasscope::compare
