#include "sim/local_yield/LocalYield.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <Eigen/LU>
#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "sim/local_yield/LocalRegion.h"
#include "sim/local_yield/lowerRegion.h"
#include "sim/statics/FreeMotion.h"
#include "sim/statics/shuffle.h"

namespace glasscope::sim {
namespace {

// A sphere under one load.
class LoadedSphere {
 public:
  LoadedSphere(LocalRegion& region, const LocalLoad& load, const LocalYieldSettings& settings)
      : region_(region), load_(load), settings_(settings) {}

  struct State {
    double strain = 0, energy_eV = 0, power_eV = 0, stress_GPa = 0;
    std::vector<Vec3> positions;
    bool isInPlace = true;
  };

  /// The minimum at a strain, from `before`, whose atoms follow the load first.
  State at(double strain, const State& before) {
    const Mat3 gradient = deformationGradient(load_.path, load_.sign * strain);
    const Mat3 step =
        gradient * deformationGradient(load_.path, load_.sign * before.strain).inverse();
    std::vector<Vec3> followed = before.positions;
    for (Vec3& position : followed) position = step * position;
    region_.place(gradient, std::move(followed));
    if (lowerRegion(region_, settings_.forceTolerance_eV_per_A) > settings_.forceTolerance_eV_per_A)
      ++stuck_;
    State state;
    state.strain = strain;
    LocalRegion::Forces forces;
    region_.evaluate(std::vector<Vec3>(region_.positions()), forces);
    state.energy_eV = forces.energy_eV;
    const auto [row, column] = componentOf(load_.path);
    // What the gradient grows by with strain, from where the sample is.
    const Mat3 rate =
        load_.sign * (deformationGradient(load_.path, 1) - Mat3::Identity()) * gradient.inverse();
    const auto stress = region_.stress(rate);
    state.power_eV = stress.power_eV;
    state.stress_GPa = load_.sign * stress.stress_GPa(row, column);
    state.positions = region_.positions();
    state.isInPlace = region_.farthest_A() < LocalRegion::kFarthest_A;
    return state;
  }

  /// Work done along a step less the energy kept.
  static double released_eV(const State& before, const State& after) {
    return 0.5 * (before.power_eV + after.power_eV) * (after.strain - before.strain) -
           (after.energy_eV - before.energy_eV);
  }
  int stuck() const { return stuck_; }

 private:
  LocalRegion& region_;
  const LocalLoad& load_;
  const LocalYieldSettings& settings_;
  int stuck_ = 0;
};

SiteYield yieldOf(LoadedSphere& sphere, const std::vector<Vec3>& start,
                  const LocalYieldSettings& settings) {
  constexpr double kClose = 1.000001;  // rounding of sums of steps
  LoadedSphere::State rest;
  rest.positions = start;
  rest = sphere.at(0, rest);
  LoadedSphere::State state = rest;
  SiteYield found;
  found.yielded = false;
  double step = settings.step;
  double suspect = std::numeric_limits<double>::infinity();  // where a step found an event
  while (!found.yielded && state.strain < settings.largestStrain / kClose) {
    const double taken = std::min(step, settings.largestStrain - state.strain);
    LoadedSphere::State next = sphere.at(state.strain + taken, state);
    const double released = LoadedSphere::released_eV(state, next);
    if (released > settings.eventEnergy_eV || !next.isInPlace) {
      found.yielded = taken <= settings.smallestStep * kClose;
      if (found.yielded) found.energyReleased_eV = released;
      suspect = next.strain;
      step = std::max(settings.smallestStep, 0.5 * taken);
      continue;
    }
    if (state.strain == 0) found.stiffness_GPa = (next.stress_GPa - rest.stress_GPa) / taken;
    state = std::move(next);
    if (state.strain < suspect / kClose) continue;
    suspect = std::numeric_limits<double>::infinity();  // smaller steps went round it
    step = settings.step;
  }
  found.increment_GPa = state.stress_GPa - rest.stress_GPa;
  found.strain = state.strain;
  return found;
}

constexpr std::size_t kNumbers = 5;  // of a load

std::vector<double> packed(const std::vector<SiteYield>& site, std::size_t free, int stuck) {
  std::vector<double> numbers{static_cast<double>(free), static_cast<double>(stuck)};
  for (const SiteYield& load : site) {
    for (const double number : {load.increment_GPa, load.strain, load.stiffness_GPa,
                                load.energyReleased_eV, load.yielded ? 1.0 : 0.0})
      numbers.push_back(number);
  }
  return numbers;
}

std::vector<SiteYield> unpacked(const std::vector<double>& numbers) {
  std::vector<SiteYield> site;
  for (std::size_t k = 2; k + kNumbers <= numbers.size(); k += kNumbers)
    site.push_back(
        {numbers[k], numbers[k + 1], numbers[k + 2], numbers[k + 3], numbers[k + 4] != 0});
  return site;
}

std::vector<double> lookAt(const RegionSample& sample, std::size_t site,
                           const std::vector<LocalLoad>& loads,
                           const LocalYieldSettings& settings) {
  LocalRegion region(sample, site);
  const std::vector<Vec3> start = region.positions();
  std::vector<SiteYield> found;
  int stuck = 0;
  for (const LocalLoad& load : loads) {
    LoadedSphere sphere(region, load, settings);
    found.push_back(yieldOf(sphere, start, settings));
    stuck += sphere.stuck();
  }
  return packed(found, region.freeCount(), stuck);
}

void requireRoom(const Atoms& atoms, double cutoff_A, double radius_A) {
  if (!atoms.box.fullyPeriodic() || freeMotion(atoms).hasVacuum()) {
    throw Error(ErrorKind::usage, "local yield stresses are not looked for near surfaces",
                "spheres in a rigid far field need atoms all around them",
                "take a sample that fills its periodic box");
  }
  const double largest = largestRadius_A(atoms.box, cutoff_A);
  if (radius_A <= largest) return;
  throw Error(ErrorKind::usage,
              fmt::format("spheres of {:g} angstrom meet their own images in this box", radius_A),
              fmt::format("it is {:.1f} angstrom high, and forces reach {:.1f}",
                          atoms.box.heights().minCoeff(), cutoff_A),
              largest >= 2 ? fmt::format("take a radius of {:.1f} angstrom or less, or a larger "
                                         "sample",
                                         std::floor(10 * largest) / 10)
                           : std::string("take a larger sample"));
}

std::vector<double> columnOf(const LocalYield& yield, std::size_t atoms, std::size_t load) {
  std::vector<double> values(atoms, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t k = 0; k < yield.sites.size(); ++k)
    values[yield.sites[k]] = yield.found[k][load].increment_GPa;
  return values;
}

}  // namespace

std::string LocalLoad::name() const {
  return std::string(textOf(path)) + (sign < 0 ? "_reverse" : "");
}

std::vector<LocalLoad> loadsOf(const LocalYieldSettings& settings) {
  std::vector<LocalLoad> loads;
  for (const StrainPath path : settings.directions) {
    loads.push_back({path, 1});
    if (settings.reverse) loads.push_back({path, -1});
  }
  return loads;
}

double largestRadius_A(const Box& box, double cutoff_A) {
  return 0.5 * (box.heights().minCoeff() - cutoff_A);
}

std::vector<std::size_t> chosenSites(std::size_t atoms, const LocalYieldSettings& settings) {
  std::vector<std::size_t> sites(atoms);
  std::iota(sites.begin(), sites.end(), std::size_t{0});
  const auto wanted = static_cast<std::size_t>(settings.sites);
  if (wanted == 0 || wanted >= atoms) return sites;
  shuffle(sites, settings.seed, "local_yield_sites");
  sites.resize(wanted);
  std::sort(sites.begin(), sites.end());
  return sites;
}

std::optional<LocalYield> localYield(const Potential& potential, const Atoms& minimum,
                                     const LocalYieldSettings& settings,
                                     const UnitCheckpoint& done) {
  settings.validate();
  const auto tables = EamTables::of(potential);
  if (!tables) return std::nullopt;
  requireRoom(minimum, tables->cutoff_A(), settings.radius_A);
  const RegionSample sample(*tables, potential.elements(), minimum, settings.radius_A,
                            settings.largestStrain);
  LocalYield yield;
  yield.loads = loadsOf(settings);
  yield.sites = chosenSites(minimum.size(), settings);
  yield.radius_A = settings.radius_A;
  std::vector<std::vector<double>> numbers(yield.sites.size());
  Progress progress("local yield", static_cast<std::int64_t>(yield.sites.size()));
  std::vector<std::size_t> open;
  for (std::size_t k = 0; k < yield.sites.size(); ++k) {
    const auto earlier = done.load(yield.sites[k]);
    if (!earlier || earlier->size() != 2 + kNumbers * yield.loads.size()) {
      open.push_back(k);
      continue;
    }
    numbers[k] = *earlier;
    progress.skip(1);
  }
  parallelFor(static_cast<std::int64_t>(open.size()), [&](std::int64_t index, int) {
    const std::size_t k = open[static_cast<std::size_t>(index)];
    numbers[k] = lookAt(sample, yield.sites[k], yield.loads, settings);
    done.save(yield.sites[k], numbers[k]);
    progress.advance();
  });
  double free = 0, stuck = 0;
  for (const auto& site : numbers) {
    free += site[0];
    stuck += site[1];
    yield.found.push_back(unpacked(site));
  }
  yield.meanFree = free / static_cast<double>(numbers.size());
  yield.stuck = static_cast<int>(stuck);
  return yield;
}

void addLocalYield(const LocalYield& yield, const LocalYieldSettings& settings, Atoms& atoms) {
  const std::string how = fmt::format(
      "free atoms within {:g} angstrom in a far field that is strained without heat in steps of "
      "{:g}; NaN where the atom was not looked at; up to a strain of {:g}, where nothing yielded "
      "before",
      yield.radius_A, settings.smallestStep, settings.largestStrain);
  std::vector<double> least(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t load = 0; load < yield.loads.size(); ++load) {
    const std::vector<double> values = columnOf(yield, atoms.size(), load);
    for (const std::size_t site : yield.sites)
      if (!(least[site] <= values[site])) least[site] = values[site];
    atoms.columns.add(
        {fmt::format("local_yield_{}_GPa", yield.loads[load].name()), "GPa",
         fmt::format("stress by which the surroundings of the atom yield along {}{}: ",
                     yield.loads[load].sign < 0 ? "minus " : "", textOf(yield.loads[load].path)) +
             how,
         values});
  }
  if (yield.loads.size() < 2) return;
  atoms.columns.add({"local_yield_GPa", "GPa",
                     fmt::format("least stress by which the surroundings of the atom yield, of {} "
                                 "loads: ",
                                 yield.loads.size()) +
                         how,
                     least});
}

std::string localYieldCsv(const LocalYield& yield, const Atoms& atoms) {
  std::string text = "atom_id,load,increment_GPa,strain,stiffness_GPa,energy_released_eV,yielded\n";
  for (std::size_t k = 0; k < yield.sites.size(); ++k) {
    for (std::size_t load = 0; load < yield.loads.size(); ++load) {
      const SiteYield& found = yield.found[k][load];
      text += fmt::format("{},{},{:.6g},{:.8g},{:.6g},{:.6g},{}\n", atoms.ids[yield.sites[k]],
                          yield.loads[load].name(), found.increment_GPa, found.strain,
                          found.stiffness_GPa, found.energyReleased_eV, found.yielded ? 1 : 0);
    }
  }
  return text;
}

}  // namespace glasscope::sim
