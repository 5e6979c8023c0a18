#include "sim/quench/MeltQuench.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Mpi.h"
#include "sim/quench/Protocol.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/NativeTables.h"
#include "sim/statics/RandomCrystal.h"

namespace glasscope::sim {
namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, why, remedy);
}

void require(bool fine, const char* name, double value, const char* rule) {
  if (fine) return;
  refuse(fmt::format("the melt-quench cannot have {} = {:g}", name, value), rule,
         "correct that setting");
}

void requireComposition(const MeltQuenchSettings& settings) {
  if (settings.elements.empty() || settings.elements.size() != settings.fractions.size()) {
    refuse("the composition is incomplete",
           fmt::format("there are {} elements and {} fractions", settings.elements.size(),
                       settings.fractions.size()),
           "give one fraction an element");
  }
  for (const int z : settings.elements) {
    elementSymbol(z);
    if (std::count(settings.elements.begin(), settings.elements.end(), z) > 1) {
      refuse("an element is named twice", std::string(elementSymbol(z)), "name each element once");
    }
  }
  for (const double fraction : settings.fractions) {
    require(fraction > 0 && fraction <= 1, "fraction", fraction, "fractions lie in (0, 1]");
  }
  const double sum = std::accumulate(settings.fractions.begin(), settings.fractions.end(), 0.0);
  require(std::abs(sum - 1) < 1e-6, "sum of fractions", sum, "the fractions must add up to 1");
}

// Seconds of simulated cooling, ps, between two temperatures at a rate.
double coolingTime_ps(double from_K, double to_K, double rate_K_per_s) {
  return (from_K - to_K) / rate_K_per_s * 1e12;
}

struct Ramp {
  std::string name;
  double from_K, to_K, rate_K_per_s;
};

// The quench: at one rate, or fast - slow - fast around the window.
std::vector<Ramp> ramps(const MeltQuenchSettings& s) {
  const double rate = s.coolingRate_K_per_s;
  if (!s.slowWindow) return {{"quench", s.meltTemperature_K, s.finalTemperature_K, rate}};
  const CoolingWindow& slow = *s.slowWindow;
  return {{"quench", s.meltTemperature_K, slow.from_K, rate},
          {"slow_quench", slow.from_K, slow.to_K, slow.coolingRate_K_per_s},
          {"final_quench", slow.to_K, s.finalTemperature_K, rate}};
}

std::vector<ProtocolStage> stagesOf(const MeltQuenchSettings& s) {
  const auto atoms = static_cast<std::size_t>(s.atomCount);
  const std::int64_t slice = sliceSteps(atoms, 200), fine = sliceSteps(atoms, 50);
  std::vector<ProtocolStage> stages;
  stages.push_back({.name = "melt",
                    .steps = stepsOf(s.melt_ps, s.timestep_fs),
                    .from_K = s.meltTemperature_K,
                    .to_K = s.meltTemperature_K,
                    .sliceSteps = slice,
                    .mustMelt = true});
  for (const Ramp& ramp : ramps(s)) {
    const double time_ps = coolingTime_ps(ramp.from_K, ramp.to_K, ramp.rate_K_per_s);
    stages.push_back({.name = ramp.name,
                      .steps = stepsOf(time_ps, s.timestep_fs),
                      .from_K = ramp.from_K,
                      .to_K = ramp.to_K,
                      .sliceSteps = slice});
  }
  const std::int64_t interval = stepsOf(s.snapshotInterval_ps, s.timestep_fs);
  stages.push_back({.name = "equilibrate",
                    .steps = stepsOf(s.equilibration_ps, s.timestep_fs),
                    .from_K = s.finalTemperature_K,
                    .to_K = s.finalTemperature_K,
                    .sliceSteps = fine});
  stages.push_back({.name = "snapshots",
                    .steps = interval * s.snapshotCount,
                    .from_K = s.finalTemperature_K,
                    .to_K = s.finalTemperature_K,
                    .constantPressure = false,
                    .sliceSteps = interval,
                    .keepFrames = true,
                    .inMeanBox = s.equilibration_ps > 0});
  std::erase_if(stages, [](const ProtocolStage& stage) { return stage.steps == 0; });
  return stages;
}

std::string identityOf(const MeltQuenchSettings& s, const Potential& potential) {
  std::string text = fmt::format("melt-quench 2|{}|{}|{}|{}|{:.17g}|{:.17g}", s.atomCount, s.seed,
                                 potential.identity().name, potential.identity().fileHash,
                                 s.timestep_fs, s.pressure_bar);
  for (const int z : s.elements) text += fmt::format("|{}", z);
  for (const double fraction : s.fractions) text += fmt::format("|{:.17g}", fraction);
  for (const ProtocolStage& stage : stagesOf(s)) {
    text += fmt::format("|{} {} {:.17g} {:.17g} {}", stage.name, stage.steps, stage.from_K,
                        stage.to_K, stage.sliceSteps);
  }
  return hashBytes(text);
}

Atoms startOf(const MeltQuenchSettings& s, const Potential& potential) {
  const auto counts = wholeCounts(s.fractions, s.atomCount);
  const Atoms crystal = randomCrystal(s.elements, counts, s.seed, 60);
  // A tenth above the resting volume: closer to the melt's own, and no atom presses on another.
  Atoms start = scaledTo(crystal, 1.1 * restingVolume_A3(potential, crystal));
  giveVelocities(start, s.meltTemperature_K, s.seed);
  return start;
}

}  // namespace

void MeltQuenchSettings::validate() const {
  requireComposition(*this);
  require(atomCount >= 2, "atom_count", atomCount, "a sample has at least two atoms");
  require(timestep_fs > 0 && timestep_fs <= kLargestTimestep_fs, "timestep_fs", timestep_fs,
          "a time step lies in (0, 20] fs");
  require(finalTemperature_K > 0, "final_temperature_K", finalTemperature_K,
          "temperatures are above zero");
  require(meltTemperature_K > finalTemperature_K && meltTemperature_K <= 20000,
          "melt_temperature_K", meltTemperature_K,
          "the melt is hotter than the end, and below 20000 K");
  require(coolingRate_K_per_s > 0 && std::isfinite(coolingRate_K_per_s), "cooling_rate_K_per_s",
          coolingRate_K_per_s, "a cooling rate is positive");
  require(melt_ps > 0 && std::isfinite(melt_ps), "melt_ps", melt_ps, "the melt takes time");
  require(equilibration_ps >= 0 && std::isfinite(equilibration_ps), "snapshots.equilibration_ps",
          equilibration_ps, "a time is not negative");
  require(snapshotCount >= 1, "snapshots.count", snapshotCount, "at least one snapshot is needed");
  require(stepsOf(snapshotInterval_ps, timestep_fs) >= 1, "snapshots.interval_ps",
          snapshotInterval_ps, "snapshots are at least one time step apart");
  require(std::isfinite(pressure_bar), "pressure_bar", pressure_bar, "a pressure is a number");
  if (!slowWindow) return;
  require(slowWindow->coolingRate_K_per_s > 0, "slow window's cooling_rate_K_per_s",
          slowWindow->coolingRate_K_per_s, "a cooling rate is positive");
  require(slowWindow->from_K < meltTemperature_K && slowWindow->from_K > slowWindow->to_K &&
              slowWindow->to_K > finalTemperature_K,
          "slow window from", slowWindow->from_K,
          "the window lies between the melt and the final temperature, the hotter end first");
}

std::int64_t MeltQuenchSettings::totalSteps() const {
  std::int64_t steps = 0;
  for (const ProtocolStage& stage : stagesOf(*this)) steps += stage.steps;
  return steps;
}

double MeltQuenchSettings::totalTime_ps() const {
  return static_cast<double>(totalSteps()) * timestep_fs / 1000;
}

Glass meltQuench(const MeltQuenchSettings& settings, const Potential& potential,
                 const std::filesystem::path& workFolder) {
  settings.validate();
  if (Mpi::isRoot()) ensureWritableFolder(workFolder);
  Protocol protocol;
  protocol.label = "melt_quench";
  protocol.identity = identityOf(settings, potential);
  protocol.timestep_fs = settings.timestep_fs;
  protocol.pressure_bar = settings.pressure_bar;
  protocol.checkpointInterval_s = settings.checkpointInterval_s;
  protocol.stages = stagesOf(settings);
  const Atoms start = startOf(settings, potential);
  return runProtocol(protocol, fastestForm(potential, start, workFolder), start, workFolder);
}

}  // namespace glasscope::sim
