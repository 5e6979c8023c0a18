#include "sim/mobility/Propensity.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "sim/lammps/Sample.h"
#include "sim/quench/Protocol.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/FreeMotion.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

// Steps at which displacements are taken: halves of the whole.
std::vector<std::int64_t> lookedAt(const PropensitySettings& s) {
  std::vector<std::int64_t> steps;
  for (int k = s.times - 1; k >= 0; --k)
    steps.push_back(std::max<std::int64_t>(1, stepsOf(s.time_ps / std::exp2(k), s.timestep_fs)));
  return steps;
}

std::vector<double> squaresBetween(const Atoms& from, const Atoms& to) {
  std::vector<Vec3> apart(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) apart[i] = to.positions[i] - from.positions[i];
  const Vec3 drift = centreOfMass(from, apart);
  std::vector<double> squares;
  for (const Vec3& way : apart) squares.push_back((way - drift).squaredNorm());
  return squares;
}

// Squared displacements of all atoms, time after time, and last the temperature.
std::vector<double> letGo(const Potential& potential, const Atoms& atoms, bool fromRest,
                          const PropensitySettings& s, std::uint64_t run) {
  Atoms start = atoms;
  start.columns.clear();
  giveVelocities(start, (fromRest ? 2 : 1) * s.temperature_K, s.seed, freeMotion(atoms), run);
  Sample sample(potential, start);
  Lammps& lammps = sample.lammps();
  lammps.commands(
      {fmt::format("timestep {:.17g}", s.timestep_fs / 1000), "fix motion all nve", "thermo 0"});
  std::vector<double> numbers;
  double temperature_K = 0;
  std::int64_t done = 0;
  for (const std::int64_t step : lookedAt(s)) {
    // In slices, so that a signal is noticed.
    while (done < step) {
      const std::int64_t slice = std::min<std::int64_t>(step - done, 200);
      stopIfAsked("the runs for the propensity");
      lammps.command(fmt::format("run {} {}post no", slice, done > 0 ? "pre no " : ""));
      done += slice;
    }
    temperature_K = lammps.thermo("temp");
    if (!(temperature_K < 1e5))
      throw Error(ErrorKind::usage, "the runs for the propensity exploded",
                  "the time step is too long for this potential", "take a shorter --timestep-fs");
    const auto squares = squaresBetween(start, sample.fetch());
    numbers.insert(numbers.end(), squares.begin(), squares.end());
  }
  numbers.push_back(temperature_K);
  return numbers;
}

// All atoms, then those of each element.
std::vector<std::vector<std::size_t>> groupsOf(const Atoms& atoms) {
  std::vector<std::vector<std::size_t>> groups(1);
  for (std::size_t i = 0; i < atoms.size(); ++i) groups[0].push_back(i);
  for (const int element : atoms.species()) {
    groups.emplace_back();
    for (const std::size_t i : groups[0])
      if (atoms.atomicNumbers[i] == element) groups.back().push_back(i);
  }
  return groups;
}

// Sums over the runs at one time.
class Sums {
 public:
  explicit Sums(const Atoms& atoms)
      : groups_(groupsOf(atoms)),
        square_(atoms.size(), 0.0),
        fourth_(atoms.size(), 0.0),
        means_(groups_.size()) {}

  void add(const double* squares) {
    for (std::size_t i = 0; i < square_.size(); ++i) {
      square_[i] += squares[i];
      fourth_[i] += squares[i] * squares[i];
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      double sum = 0;
      for (const std::size_t i : groups_[g]) sum += squares[i];
      means_[g].push_back(sum / static_cast<double>(groups_[g].size()));
    }
  }

  Propensity::Time at(double time_ps) const {
    const auto runs = static_cast<double>(means_[0].size());
    Propensity::Time time;
    time.time_ps = time_ps;
    double noise = 0;
    for (std::size_t i = 0; i < square_.size(); ++i) {
      const double mean = square_[i] / runs;
      time.square_A2.push_back(mean);
      time.error_A2.push_back(standardErrorOfMean(mean, fourth_[i] / runs, runs));
      noise += std::pow(time.error_A2.back(), 2) / static_cast<double>(square_.size());
    }
    for (const auto& means : means_) time.means_A2.push_back(MeanAndError::of(means));
    const double error = MeanAndError::of(time.square_A2).error;
    const double variance = error * error * static_cast<double>(square_.size());
    time.reproducibility = variance > 0 ? std::max(0.0, 1 - noise / variance) : 0;
    return time;
  }

 private:
  std::vector<std::vector<std::size_t>> groups_;
  std::vector<double> square_, fourth_;
  std::vector<std::vector<double>> means_;  // of a group, run by run
};

}  // namespace

Propensity propensity(const Potential& potential, const Atoms& atoms, bool fromRest,
                      const PropensitySettings& settings, const UnitCheckpoint& done) {
  settings.validate();
  const auto steps = lookedAt(settings);
  const std::size_t count = atoms.size();
  std::vector<Sums> sums(steps.size(), Sums(atoms));
  Propensity found;
  found.runs = settings.runs;
  Progress progress("propensity", settings.runs);
  for (int run = 0; run < settings.runs; ++run) {
    const auto unit = static_cast<std::size_t>(run);
    std::optional<std::vector<double>> numbers = done.load(unit);
    if (numbers && numbers->size() == steps.size() * count + 1) {
      progress.skip(1);
    } else {
      numbers = letGo(potential, atoms, fromRest, settings, unit);
      done.save(unit, *numbers);
      progress.advance();
    }
    for (std::size_t k = 0; k < steps.size(); ++k) sums[k].add(numbers->data() + k * count);
    found.temperature_K += numbers->back() / settings.runs;
  }
  for (std::size_t k = 0; k < steps.size(); ++k)
    found.times.push_back(sums[k].at(static_cast<double>(steps[k]) * settings.timestep_fs / 1000));
  return found;
}

void addPropensity(const Propensity& found, Atoms& atoms) {
  const Propensity::Time& last = found.times.back();
  const std::string how = fmt::format(
      " squared displacement over {:g} ps, {} runs from one configuration with other velocities "
      "at {:.4g} K",
      last.time_ps, found.runs, found.temperature_K);
  atoms.columns.add({"propensity_A2", "angstrom^2", "mean" + how, last.square_A2});
  atoms.columns.add(
      {"propensity_error_A2", "angstrom^2", "standard error of the mean" + how, last.error_A2});
}

std::string propensityCsv(const Propensity& found, const Atoms& atoms) {
  std::vector<std::string> names{"all"};
  for (const int element : atoms.species()) names.emplace_back(elementSymbol(element));
  std::string text = "time_ps,group,square_displacement_A2,error_A2,reproducibility\n";
  for (const Propensity::Time& time : found.times) {
    for (std::size_t g = 0; g < names.size(); ++g) {
      const auto [mean, error] = time.means_A2[g];
      text += fmt::format("{:.8g},{},{:.6g},{:.3g},{}\n", time.time_ps, names[g], mean, error,
                          g == 0 ? fmt::format("{:.4f}", time.reproducibility) : "");
    }
  }
  return text;
}

}  // namespace glasscope::sim
