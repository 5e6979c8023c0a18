#include "sim/statics/RandomCrystal.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/math/Random.h"
#include "sim/lammps/Sample.h"
#include "sim/statics/shuffle.h"

namespace glasscope::sim {
namespace {

std::vector<Vec3> fccSites(int cells) {
  const Vec3 basis[] = {{.25, .25, .25}, {.75, .75, .25}, {.75, .25, .75}, {.25, .75, .75}};
  std::vector<Vec3> sites;
  for (int x = 0; x < cells; ++x) {
    for (int y = 0; y < cells; ++y) {
      for (int z = 0; z < cells; ++z) {
        for (const Vec3& site : basis) sites.emplace_back((Vec3(x, y, z) + site) / cells);
      }
    }
  }
  return sites;
}

}  // namespace

std::vector<int> wholeCounts(const std::vector<double>& fractions, int count) {
  const double sum = std::accumulate(fractions.begin(), fractions.end(), 0.0);
  std::vector<int> counts;
  std::vector<std::pair<double, std::size_t>> remainders;
  int left = count;
  for (std::size_t i = 0; i < fractions.size(); ++i) {
    const double exact = fractions[i] / sum * count;
    // A whole number that rounding has left a hair below itself stays whole.
    const int whole = static_cast<int>(std::floor(exact + 1e-9));
    counts.push_back(whole);
    remainders.emplace_back(whole - exact, i);  // most negative first: the largest remainder
    left -= whole;
  }
  std::sort(remainders.begin(), remainders.end());
  for (int k = 0; k < left; ++k) ++counts[remainders[static_cast<std::size_t>(k)].second];
  return counts;
}

std::vector<int> occupantsOf(const std::vector<int>& elements, const std::vector<int>& counts) {
  std::vector<int> occupants;
  for (std::size_t i = 0; i < elements.size(); ++i)
    occupants.insert(occupants.end(), static_cast<std::size_t>(counts[i]), elements[i]);
  return occupants;
}

Atoms randomCrystal(const std::vector<int>& elements, const std::vector<int>& counts,
                    std::uint64_t seed, double volume_A3_per_atom) {
  const int total = std::accumulate(counts.begin(), counts.end(), 0);
  const int cells = static_cast<int>(std::ceil(std::cbrt(total / 4.0) - 1e-9));
  std::vector<Vec3> sites = fccSites(cells);
  shuffle(sites, seed, "start_sites");
  const std::vector<int> occupants = occupantsOf(elements, counts);
  const double edge = std::cbrt(volume_A3_per_atom * total);
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(edge));
  for (std::size_t i = 0; i < occupants.size(); ++i) {
    // Off the site by 2 % of a cell edge: the crystal has no symmetry to hold on to.
    Random random(seed, "start_jitter", 0, i);
    Vec3 offset;
    for (int axis = 0; axis < 3; ++axis) offset[axis] = 0.02 / cells * random.normal();
    atoms.add(occupants[i], edge * (sites[i] + offset));
  }
  atoms.source = "random crystal";
  return atoms;
}

Atoms scaledTo(const Atoms& atoms, double volume_A3_per_atom) {
  const double scale =
      std::cbrt(volume_A3_per_atom * static_cast<double>(atoms.size()) / atoms.box.volume());
  Atoms scaled = atoms;
  scaled.box = Box(scale * atoms.box.matrix(), scale * atoms.box.origin(), atoms.box.periodic());
  for (Vec3& position : scaled.positions) position *= scale;
  return scaled;
}

double restingVolume_A3(const Potential& potential, const Atoms& crystal) {
  // From the loosest element to the densest, in steps of 8 %: enough for a start that is then
  // melted. The search ends where the energy rises again out of a well that is deep enough to be
  // the crystal's: pressed further, some models leave their tables, which LAMMPS does not forgive.
  constexpr double kSmallest_A3 = 8, kLargest_A3 = 60, kStep = 1.08, kDeep_eV = 0.5,
                   kRisen_eV = 0.01;
  const double atoms = static_cast<double>(crystal.size());
  Sample sample(potential, scaledTo(crystal, kLargest_A3));
  double best = 0, lowest = 0, first = 0;
  for (double volume = kLargest_A3; volume >= kSmallest_A3; volume /= kStep) {
    sample.setVolume(volume * atoms);
    sample.lammps().command("run 0 post no");
    const double energy = sample.lammps().thermo("pe") / atoms;
    if (best == 0) first = energy;
    if (best == 0 || energy < lowest) {
      best = volume;
      lowest = energy;
    }
    if (lowest < first - kDeep_eV && energy > lowest + kRisen_eV) break;
  }
  return best;
}

}  // namespace glasscope::sim
