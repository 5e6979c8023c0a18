#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "voronoi/cells/Occupancy.h"
#include "voronoi/diffraction/StructureFactor.h"
#include "voronoi/diffraction/StructureFactorTotals.h"

namespace glasscope::voronoi {

namespace {

using Complex = std::complex<double>;
using Miller = std::array<int, 3>;

constexpr double kMostCandidates = 3e8;

struct Mode {
  std::uint64_t priority;  // random: the first ones of a bin are a fair sample
  Miller hkl;
  bool operator<(const Mode& o) const {
    return priority != o.priority ? priority < o.priority : hkl < o.hkl;
  }
};

/// Keeps the `most` modes of smallest priority of each bin.
class Bins {
 public:
  Bins(std::size_t bins, std::size_t most) : modes_(bins), most_(most) {}
  void offer(std::size_t bin, const Mode& mode) {
    auto& heap = modes_[bin];
    if (heap.size() == most_ && !(mode < heap.front())) return;
    heap.push_back(mode);
    std::push_heap(heap.begin(), heap.end());
    if (heap.size() <= most_) return;
    std::pop_heap(heap.begin(), heap.end());
    heap.pop_back();
  }
  std::vector<std::vector<Mode>> sorted() {
    for (auto& heap : modes_) std::sort(heap.begin(), heap.end());
    return modes_;
  }

 private:
  std::vector<std::vector<Mode>> modes_;
  std::size_t most_;
};

void checkBox(const Atoms& atoms, double candidates) {
  if (!atoms.box.fullyPeriodic())
    throw Error(ErrorKind::usage, "S(k) by direct sums over an open box",
                "the wave vectors of the sum are those of a periodic box",
                "use the Fourier transform of g(r): voronoi.sq_method = \"fourier\"");
  if (candidates > kMostCandidates)
    throw Error(
        ErrorKind::capacity,
        fmt::format("S(k) by direct sums has {:.2g} wave vectors to choose from", candidates),
        "the box is large and k reaches far", "lower voronoi.sq_max_invA, or use fourier");
}

/// One of each pair k, -k, binned to the nearest multiple of the step.
std::vector<std::vector<Mode>> chooseModes(const Atoms& atoms,
                                           const StructureFactorSettings& settings,
                                           std::size_t bins, std::uint64_t seed) {
  const Mat3 reciprocal = atoms.box.inverse().transpose();
  const double longest = (static_cast<double>(bins) + 0.5) * settings.step_invA;
  Miller most{};
  double candidates = 1;
  for (int d = 0; d < 3; ++d) {
    most[static_cast<std::size_t>(d)] =
        static_cast<int>(std::floor(longest * atoms.box.matrix().col(d).norm()));
    candidates *= 2.0 * most[static_cast<std::size_t>(d)] + 1;
  }
  checkBox(atoms, candidates);
  Bins chosen(bins, static_cast<std::size_t>(settings.vectorsPerBin));
  std::uint64_t index = 0;
  for (int h = 0; h <= most[0]; ++h)
    for (int k = -most[1]; k <= most[1]; ++k)
      for (int l = -most[2]; l <= most[2]; ++l) {
        if (h == 0 && (k < 0 || (k == 0 && l <= 0))) continue;
        const double length = (reciprocal * Vec3(h, k, l)).norm();
        const auto bin = std::llround(length / settings.step_invA);
        ++index;
        if (bin < 1 || bin > static_cast<long long>(bins)) continue;
        Random random(seed, "structure_factor_modes", 0, index);
        chosen.offer(static_cast<std::size_t>(bin - 1), {random.bits64(), {h, k, l}});
      }
  return chosen.sorted();
}

/// exp(-2 pi i m x) of every atom for m = 0 ... most, along one edge of the box.
class Phases {
 public:
  Phases(const std::vector<Vec3>& fractional, int axis, int most)
      : atoms_(fractional.size()), values_(atoms_ * (static_cast<std::size_t>(most) + 1)) {
    for (int m = 0; m <= most; ++m)
      for (std::size_t i = 0; i < atoms_; ++i)
        values_[static_cast<std::size_t>(m) * atoms_ + i] =
            std::polar(1.0, -2 * constants::kPi * m * fractional[i][axis]);
  }
  Complex at(int m, std::size_t atom) const {
    const Complex value = values_[static_cast<std::size_t>(std::abs(m)) * atoms_ + atom];
    return m < 0 ? std::conj(value) : value;
  }

 private:
  std::size_t atoms_;
  std::vector<Complex> values_;
};

/// Products of the densities of all pairs of species, summed over the modes of one bin.
std::vector<double> productsOf(const std::vector<Mode>& modes, const std::array<Phases, 3>& phases,
                               const std::vector<std::size_t>& kind, std::size_t kinds) {
  std::vector<double> out(kinds * (kinds + 1) / 2, 0);
  std::vector<Complex> density(kinds);
  for (const auto& mode : modes) {
    std::fill(density.begin(), density.end(), Complex(0));
    for (std::size_t i = 0; i < kind.size(); ++i)
      density[kind[i]] += phases[0].at(mode.hkl[0], i) * phases[1].at(mode.hkl[1], i) *
                          phases[2].at(mode.hkl[2], i);
    std::size_t pair = 0;
    for (std::size_t a = 0; a < kinds; ++a)
      for (std::size_t b = a; b < kinds; ++b, ++pair)
        out[pair] += (density[a] * std::conj(density[b])).real();
  }
  return out;
}

std::string shapeText(double emptyShare, double thinnest_A) {
  return fmt::format(
      "S(k) by direct sums holds the scattering by the shape of the sample, which leaves at least "
      "{:.0f} % of its box empty: below some k = {:.2g} 1/angstrom (3 over its thickness) it is "
      "that of the shape. The Fourier transform of g(r) is that of the inside",
      100 * emptyShare, 3 / thinnest_A);
}

void warnOfShape(StructureFactor& result, const Atoms& atoms) {
  Occupancy occupied(atoms.box);
  for (const auto& p : atoms.positions) occupied.add(wrappedFractional(atoms.box, p));
  double share = 1, thinnest = atoms.box.heights().maxCoeff();
  for (int d = 0; d < 3; ++d) {
    share *= occupied.interval(d).length;
    thinnest = std::min(thinnest, occupied.interval(d).length * atoms.box.heights()[d]);
  }
  if (share < 1) result.warnings.push_back(shapeText(1 - share, thinnest));
}

}  // namespace

StructureFactor structureFactorDirect(const Atoms& atoms, const StructureFactorSettings& settings,
                                      std::uint64_t seed) {
  StructureFactor result;
  result.k_invA = waveNumbers(settings);
  checkBox(atoms, 0);
  const auto bins = result.k_invA.size();
  const auto modes = chooseModes(atoms, settings, bins, seed);
  std::vector<Vec3> fractional;
  for (const auto& p : atoms.positions)
    fractional.push_back(atoms.box.toFractional(atoms.box.wrap(p)));
  Miller most{};
  for (const auto& bin : modes)
    for (const auto& mode : bin)
      for (std::size_t d = 0; d < 3; ++d) most[d] = std::max(most[d], std::abs(mode.hkl[d]));
  const std::array<Phases, 3> phases = {Phases(fractional, 0, most[0]),
                                        Phases(fractional, 1, most[1]),
                                        Phases(fractional, 2, most[2])};
  const auto species = atoms.species();
  const auto c = concentrations(atoms);
  std::vector<std::size_t> kind;
  for (const int z : atoms.atomicNumbers)
    kind.push_back(static_cast<std::size_t>(std::lower_bound(species.begin(), species.end(), z) -
                                            species.begin()));
  std::vector<std::vector<double>> products(bins);
  interruptibleFor(static_cast<std::int64_t>(bins), [&](std::int64_t k, int) {
    const auto bin = static_cast<std::size_t>(k);
    products[bin] = productsOf(modes[bin], phases, kind, species.size());
  });
  for (const auto& bin : modes) result.vectors.push_back(static_cast<std::int64_t>(bin.size()));
  std::size_t pair = 0;
  for (std::size_t a = 0; a < species.size(); ++a)
    for (std::size_t b = a; b < species.size(); ++b, ++pair) {
      StructureFactor::Partial partial{species[a], species[b], {}};
      for (std::size_t k = 0; k < bins; ++k) {
        const double mean = products[k][pair] / (static_cast<double>(result.vectors[k]) *
                                                 static_cast<double>(atoms.size()));
        partial.s.push_back(result.vectors[k] == 0
                                ? std::numeric_limits<double>::quiet_NaN()
                                : 1 + (mean - (a == b ? c[a] : 0)) / (c[a] * c[b]));
      }
      result.partials.push_back(std::move(partial));
    }
  result.method =
      fmt::format("direct sums over at most {} wave vectors a bin", settings.vectorsPerBin);
  addTotals(result, species, c);
  warnOfShape(result, atoms);
  return result;
}

}  // namespace glasscope::voronoi
