#include "sim/elasticity/ThermalModuli.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "sim/elasticity/AffineResponse.h"
#include "sim/lammps/Sample.h"
#include "sim/quench/Protocol.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/FreeMotion.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

constexpr std::int64_t kAffinesPerBlock = ThermalModuliSettings::kAffinesPerBlock;

// How the time is cut up.
struct Cuts {
  explicit Cuts(const ThermalModuliSettings& s)
      : interval(std::max<std::int64_t>(1, stepsOf(s.interval_fs / 1000, s.timestep_fs))),
        stresses(std::max(kAffinesPerBlock, stepsOf(s.time_ps, s.timestep_fs) / interval /
                                                static_cast<std::int64_t>(s.blocks))),
        equilibration(stepsOf(s.equilibration_ps, s.timestep_fs)) {}

  std::int64_t interval;       ///< steps from one stress to the next
  std::int64_t stresses;       ///< of a block
  std::int64_t equilibration;  ///< steps before the first
};

StressSums::Stress stressOf(const Lammps& lammps) {
  StressSums::Stress stress;
  int k = 0;
  for (const char* name : {"pxx", "pyy", "pzz", "pyz", "pxz", "pxy"})
    stress[k++] = -constants::kGPa_per_bar * lammps.thermo(name);
  return stress;
}

// A sample under Langevin's thermostat whose pressure is that of the forces alone.
class Bath {
 public:
  Bath(const Potential& potential, const Atoms& atoms, const ThermalModuliSettings& s,
       std::size_t block)
      : sample_(potential, atoms) {
    Random random(s.seed, "thermal_moduli", 0, block);
    lammps().commands({fmt::format("timestep {:.17g}", s.timestep_fs / 1000), "fix motion all nve",
                       fmt::format("fix bath all langevin {0:.17g} {0:.17g} {1:.17g} {2} zero yes",
                                   s.temperature_K, s.damping_ps, 1 + random.below(800'000'000)),
                       "compute forcesOnly all pressure NULL virial",
                       "thermo_style custom step temp pe press vol pxx pyy pzz pxy pxz pyz",
                       "thermo_modify norm no flush yes press forcesOnly", "thermo 0"});
  }

  Lammps& lammps() { return sample_.lammps(); }
  Atoms atoms() const { return sample_.fetch(); }

  void run(std::int64_t steps, bool goesOn) {
    stopIfAsked("the dynamics for the moduli");
    lammps().command(fmt::format("run {} {}post no", steps, goesOn ? "pre no " : ""));
    const double temperature_K = lammps().thermo("temp");
    if (std::isfinite(temperature_K) && temperature_K < kHottest_K) return;
    throw Error(ErrorKind::usage, "the dynamics for the moduli exploded",
                "the time step is too long for this potential",
                "take a shorter moduli.timestep_fs");
  }

 private:
  static constexpr double kHottest_K = 1e5;
  Sample sample_;
};

std::vector<double> packed(const Atoms& atoms, const StressSums& sums) {
  std::vector<double> numbers{sums.stresses, sums.affines, sums.temperature_K};
  const auto add = [&](const auto& values) {
    numbers.insert(numbers.end(), values.data(), values.data() + values.size());
  };
  add(sums.stress_GPa);
  add(sums.product_GPa2);
  add(sums.affine_GPa);
  for (const Vec3& position : atoms.positions) add(position);
  for (const Vec3& velocity : atoms.velocities) add(velocity);
  return numbers;
}

constexpr std::size_t kOfSums = 3 + 6 + 36 + 36;

StressSums unpack(const std::vector<double>& numbers, Atoms& atoms) {
  const double* at = numbers.data();
  StressSums sums;
  sums.stresses = *at++;
  sums.affines = *at++;
  sums.temperature_K = *at++;
  const auto take = [&](auto& values) {
    std::copy_n(at, values.size(), values.data());
    at += values.size();
  };
  take(sums.stress_GPa);
  take(sums.product_GPa2);
  take(sums.affine_GPa);
  for (Vec3& position : atoms.positions) take(position);
  for (Vec3& velocity : atoms.velocities) take(velocity);
  return sums;
}

// Of all stresses, the kAffinesPerBlock that are spread evenly.
bool isTurnOfAffine(std::int64_t k, std::int64_t stresses) {
  return (k + 1) * kAffinesPerBlock / stresses != k * kAffinesPerBlock / stresses;
}

StressSums measured(Bath& bath, const AffineModel& model, const Cuts& cuts, bool goesOn,
                    Progress& progress) {
  StressSums sums;
  for (std::int64_t k = 0; k < cuts.stresses; ++k) {
    bath.run(cuts.interval, goesOn || k > 0);
    sums.addStress(stressOf(bath.lammps()), bath.lammps().thermo("temp"));
    if (isTurnOfAffine(k, cuts.stresses)) sums.addAffine(model.at(bath.atoms()).tensor_GPa);
    progress.advance();
  }
  return sums;
}

Atoms startOf(const Atoms& sample, const ThermalModuliSettings& s) {
  if (!sample.box.fullyPeriodic() || freeMotion(sample).hasVacuum()) {
    throw Error(ErrorKind::usage, "moduli of a sample with free surfaces are not defined here",
                "its volume and the strain at its surfaces would have to be chosen",
                "take a sample that fills a periodic box");
  }
  Atoms start = sample;
  start.columns.clear();
  // Half of it goes into the springs, which are at rest.
  giveVelocities(start, 2 * s.temperature_K, s.seed);
  return start;
}

}  // namespace

double dynamicsSteps(const ThermalModuliSettings& settings) {
  const Cuts cuts(settings);
  return static_cast<double>(cuts.equilibration + cuts.interval * cuts.stresses * settings.blocks);
}

std::optional<FluctuationModuli> thermalModuli(const Potential& potential, const Atoms& sample,
                                               const ThermalModuliSettings& settings,
                                               const UnitCheckpoint& done) {
  settings.validate();
  const auto model = AffineModel::of(potential);
  if (!model) return std::nullopt;
  Atoms now = startOf(sample, settings);
  const Cuts cuts(settings);
  Progress progress("moduli", cuts.stresses * settings.blocks);
  std::vector<StressSums> blocks;
  for (std::size_t k = 0; k < static_cast<std::size_t>(settings.blocks); ++k) {
    const auto earlier = done.load(k);
    if (earlier && earlier->size() == kOfSums + 6 * now.size()) {
      blocks.push_back(unpack(*earlier, now));
      progress.skip(cuts.stresses);
      continue;
    }
    Bath bath(potential, now, settings, k);
    const bool first = k == 0 && cuts.equilibration > 0;
    if (first) bath.run(cuts.equilibration, false);
    blocks.push_back(measured(bath, *model, cuts, first, progress));
    now = bath.atoms();
    done.save(k, packed(now, blocks.back()));
  }
  return fluctuationModuli(blocks, sample.box.volume(), settings.temperature_K);
}

}  // namespace glasscope::sim
