#include "voronoi/pairs/RadialDistribution.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "core/system/Parallel.h"
#include "voronoi/cells/ImageBins.h"
#include "voronoi/pairs/DistributionPeaks.h"
#include "voronoi/pairs/PairWalk.h"

namespace glasscope::voronoi {

namespace {

constexpr std::int64_t kChunk = 256;
constexpr double kDefaultMax_A = 12;
constexpr double kMostBins = 1e5;

double rangeOf(const Atoms& atoms, const RadialSettings& settings) {
  if (settings.max_A > 0) return settings.max_A;
  double range = kDefaultMax_A;
  for (int d = 0; d < 3; ++d)
    if (atoms.box.periodic()[static_cast<std::size_t>(d)])
      range = std::min(range, 0.5 * atoms.box.heights()[d]);
  return range;
}

void check(double range, double bin) {
  const bool right = std::isfinite(range) && range > 0 && std::isfinite(bin) && bin > 0 &&
                     range / bin >= 1 && range / bin <= kMostBins;
  if (right) return;
  throw Error(ErrorKind::usage, fmt::format("g(r) up to {} angstrom in bins of {}", range, bin),
              "range and bin must be positive and make between 1 and 100,000 bins",
              "use for example 12 angstrom in bins of 0.05");
}

/// Counts of pairs by (species, species, bin); integers, so that the sum over threads is exact.
class PairHistogram {
 public:
  PairHistogram(std::size_t species, std::size_t bins)
      : species_(species), bins_(bins), counts_(species * species * bins, 0) {}
  void add(std::size_t a, std::size_t b, std::size_t bin) {
    ++counts_[(a * species_ + b) * bins_ + bin];
  }
  std::int64_t of(std::size_t a, std::size_t b, std::size_t bin) const {
    return counts_[(a * species_ + b) * bins_ + bin];
  }
  void add(std::size_t a, std::size_t b, std::size_t bin, std::int64_t count) {
    counts_[(a * species_ + b) * bins_ + bin] += count;
  }
  void add(const PairHistogram& other) {
    for (std::size_t k = 0; k < counts_.size(); ++k) counts_[k] += other.counts_[k];
  }
  /// Every pair once more, from its other end.
  void addReversed() {
    const auto once = *this;
    for (std::size_t a = 0; a < species_; ++a)
      for (std::size_t b = 0; b < species_; ++b)
        for (std::size_t bin = 0; bin < bins_; ++bin) add(a, b, bin, once.of(b, a, bin));
  }

 private:
  std::size_t species_, bins_;
  std::vector<std::int64_t> counts_;
};

/// What is counted: atoms by kind of species, who is a centre, and how dense each kind is.
struct Census {
  std::vector<int> species;       // ascending atomic number
  std::vector<std::size_t> kind;  // [atom] index into species
  std::vector<double> centres;    // [kind] atoms around which pairs are counted
  std::vector<double> density;    // [kind] 1/angstrom^3
};

Census takeCensus(const Atoms& atoms, const RadialSettings& settings) {
  Census census;
  census.species = atoms.species();
  const auto& species = census.species;
  census.centres.assign(species.size(), 0);
  census.density.assign(species.size(), 0);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const auto found = std::lower_bound(species.begin(), species.end(), atoms.atomicNumbers[i]);
    const auto kind = static_cast<std::size_t>(found - species.begin());
    census.kind.push_back(kind);
    if (settings.centres.empty() || settings.centres[i]) ++census.centres[kind];
    census.density[kind] += 1 / atoms.box.volume();
  }
  if (!settings.density_per_A3.empty())
    for (std::size_t a = 0; a < species.size(); ++a)
      census.density[a] = settings.density_per_A3.at(species[a]);
  return census;
}

/// Where every atom is a centre each pair is met once and counted from both ends.
PairHistogram countPairs(const Atoms& atoms, const RadialSettings& settings, const Census& census,
                         std::size_t bins) {
  const double width = settings.bin_A, reach = static_cast<double>(bins) * width;
  const auto kinds = census.species.size();
  const ImageBins images(atoms.box, atoms.positions, PairWalk::kBinWidth);
  const PairWalk walk(images, reach);
  const auto which = settings.centres.empty() ? PairWalk::Which::once : PairWalk::Which::all;
  std::vector<std::size_t> kind;  // by slot
  for (const auto atom : images.order())
    kind.push_back(census.kind[static_cast<std::size_t>(atom)]);
  std::vector<PairHistogram> partial(static_cast<std::size_t>(threadCount()), {kinds, bins});
  const auto n = static_cast<std::int64_t>(atoms.size());
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int worker) {
    auto& histogram = partial[static_cast<std::size_t>(worker)];
    PairWalk::Near near;
    for (auto k = chunk * kChunk; k < std::min(n, (chunk + 1) * kChunk); ++k) {
      const auto slot = static_cast<std::size_t>(k);
      if (!settings.centres.empty() &&
          !settings.centres[static_cast<std::size_t>(images.order()[slot])])
        continue;
      walk.around(slot, which, near);
      for (std::size_t p = 0; p < near.count; ++p) {
        const auto bin = static_cast<std::size_t>(near.distance[p] / width);
        if (bin < bins)
          histogram.add(kind[slot], kind[static_cast<std::size_t>(near.slot[p])], bin);
      }
    }
  });
  PairHistogram counts(kinds, bins);
  for (const auto& histogram : partial) counts.add(histogram);
  if (which == PairWalk::Which::once) counts.addReversed();
  return counts;
}

/// Pairs found over pairs expected of uncorrelated atoms, for the ordered pairs that are
/// `selected`.
template <class Selected>
RadialDistribution ratio(const PairHistogram& counts, const Census& census, std::size_t bins,
                         double width, const Selected& selected) {
  RadialDistribution out;
  const auto kinds = census.species.size();
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const double inner = static_cast<double>(bin) * width, outer = inner + width;
    const double shell = 4 * constants::kPi / 3 * (std::pow(outer, 3) - std::pow(inner, 3));
    double found = 0, expected = 0;
    for (std::size_t a = 0; a < kinds; ++a)
      for (std::size_t b = 0; b < kinds; ++b)
        if (selected(a, b)) {
          found += static_cast<double>(counts.of(a, b, bin));
          expected += census.centres[a] * census.density[b] * shell;
        }
    out.r_A.push_back(inner + 0.5 * width);
    out.g.push_back(expected > 0 ? found / expected : 0);
    out.expected.push_back(expected);
  }
  findFirstShell(out);
  return out;
}

// A range of a whole number of bins must not lose the last one to rounding.
std::size_t binsWithin(double range, double width) {
  return static_cast<std::size_t>(std::floor(range / width * (1 + 1e-12)));
}

/// Total first, then every pair of species.
std::vector<RadialDistribution> allPairs(const PairHistogram& counts, const Census& census,
                                         std::size_t bins, double width) {
  std::vector<RadialDistribution> out;
  out.push_back(ratio(counts, census, bins, width, [](std::size_t, std::size_t) { return true; }));
  for (std::size_t a = 0; a < census.species.size(); ++a)
    for (std::size_t b = a; b < census.species.size(); ++b) {
      out.push_back(ratio(counts, census, bins, width, [a, b](std::size_t i, std::size_t j) {
        return (i == a && j == b) || (i == b && j == a);
      }));
      out.back().centre = census.species[a];
      out.back().neighbour = census.species[b];
    }
  return out;
}

}  // namespace

std::vector<RadialDistribution> radialDistributions(const Atoms& atoms,
                                                    const RadialSettings& settings) {
  const auto bins = binsWithin(radialRange(atoms, settings), settings.bin_A);
  const auto census = takeCensus(atoms, settings);
  return allPairs(countPairs(atoms, settings, census, bins), census, bins, settings.bin_A);
}

double radialRange(const Atoms& atoms, const RadialSettings& settings) {
  const double range = rangeOf(atoms, settings);
  check(range, settings.bin_A);
  return range;
}

void countPairs(Tally& pairs, const Atoms& piece, std::span<const std::uint8_t> centres,
                double range_A, double bin_A) {
  RadialSettings settings;
  settings.bin_A = bin_A;
  // Without `centres` every pair is met once, which is half the work.
  if (std::find(centres.begin(), centres.end(), 0) != centres.end())
    settings.centres.assign(centres.begin(), centres.end());
  const auto bins = binsWithin(range_A, bin_A);
  const auto census = takeCensus(piece, settings);
  const auto counts = countPairs(piece, settings, census, bins);
  const auto kinds = census.species.size();
  for (std::size_t a = 0; a < kinds; ++a)
    for (std::size_t b = 0; b < kinds; ++b)
      for (std::size_t bin = 0; bin < bins; ++bin)
        pairs.add({census.species[a], census.species[b], static_cast<int>(bin)},
                  counts.of(a, b, bin));
}

std::vector<RadialDistribution> radialDistributions(const Tally& pairs, const Atoms& atoms,
                                                    const RadialSettings& settings) {
  const auto bins = binsWithin(radialRange(atoms, settings), settings.bin_A);
  const auto census = takeCensus(atoms, settings);
  PairHistogram counts(census.species.size(), bins);
  const auto kindOf = [&](int z) {
    const auto found = std::lower_bound(census.species.begin(), census.species.end(), z);
    return static_cast<std::size_t>(found - census.species.begin());
  };
  for (const auto& [key, n] : pairs.counts())
    counts.add(kindOf(key[0]), kindOf(key[1]), static_cast<std::size_t>(key[2]), n);
  return allPairs(counts, census, bins, settings.bin_A);
}

}  // namespace glasscope::voronoi
