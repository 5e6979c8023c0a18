#include "sim/quench/MeltQuench.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"
#include "sim/quench/Checkpoint.h"
#include "sim/quench/Protocol.h"
#include "sim/quench/Snapshots.h"
#include "sim/quench/StepStages.h"
#include "sim/statics/FreeMotion.h"
#include "sim/statics/NativeTables.h"
#include "sim/statics/RandomCrystal.h"

namespace glasscope::sim {
namespace {

constexpr const char* kDescribedFolder = "described";
constexpr std::array<std::string_view, 2> kBehindSteps = {"equilibrate", "snapshots"};

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

// A configuration that is there, where the steps do not begin with a melt, has the final
// temperature.
StepSurroundings around(const MeltQuenchSettings& s, std::size_t atoms, bool hasSurface) {
  StepSurroundings around;
  around.atoms = atoms;
  around.timestep_fs = s.timestep_fs;
  if (!s.startsFromMelt) around.temperature_K = s.finalTemperature_K;
  around.hasSurface = hasSurface;
  around.keepsStates = !s.steps.empty();
  return around;
}

// The stages of all steps, where among them the described state is, and the stages that take its
// snapshots.
struct Stages {
  std::vector<ProtocolStage> steps, snapshots;
  std::size_t described = 0;
  double temperature_K = 0;

  bool describesTheLast() const { return described + 1 == steps.size(); }
};

std::size_t describedStage(const MeltQuenchSettings& s, const std::vector<ProtocolStage>& stages) {
  if (s.describedState.empty()) return stages.size() - 1;
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (stages[i].state == s.describedState) return i;
  const std::vector<std::string> names = stateNames(stages);
  const std::string nearest = nearestName(s.describedState, names);
  refuse(fmt::format("There is no state '{}' to describe", s.describedState),
         names.empty() ? "the protocol has no [[step]]"
                       : fmt::format("the steps leave {}", fmt::join(names, ", ")),
         nearest.empty() ? "leave sim.state out for the last" : "did you mean '" + nearest + "'?");
}

std::vector<ProtocolStage> snapshotStages(const MeltQuenchSettings& s, double temperature_K,
                                          std::size_t atoms, bool hasSurface) {
  const std::int64_t interval = stepsOf(s.snapshotInterval_ps, s.timestep_fs);
  std::vector<ProtocolStage> stages;
  stages.push_back({.name = "equilibrate",
                    .steps = stepsOf(s.equilibration_ps, s.timestep_fs),
                    .from_K = temperature_K,
                    .to_K = temperature_K,
                    .constantPressure = !hasSurface,
                    .sliceSteps = sliceSteps(atoms, 50)});
  stages.push_back({.name = "snapshots",
                    .steps = interval * s.snapshotCount,
                    .from_K = temperature_K,
                    .to_K = temperature_K,
                    .constantPressure = false,
                    .sliceSteps = interval,
                    .keepFrames = true,
                    .inMeanBox = s.equilibration_ps > 0 && !hasSurface});
  std::erase_if(stages, [](const ProtocolStage& stage) { return stage.steps == 0; });
  return stages;
}

Stages stagesOf(const MeltQuenchSettings& s, std::size_t atoms, bool hasSurface = false) {
  Stages all;
  all.steps = stagesOf(s.protocol(), around(s, atoms, hasSurface));
  for (const ProtocolStage& stage : all.steps) {
    if (std::find(kBehindSteps.begin(), kBehindSteps.end(), stage.name) == kBehindSteps.end())
      continue;
    refuse(fmt::format("No step can be called '{}'", stage.name),
           "a part of the protocol behind the steps has that name", "rename it");
  }
  all.described = describedStage(s, all.steps);
  const ProtocolStage& stage = all.steps[all.described];
  const bool rests = stage.action != StageAction::dynamics;
  all.temperature_K = rests ? s.finalTemperature_K : stage.to_K;
  all.snapshots = snapshotStages(s, all.temperature_K, atoms, hasSurface);
  all.snapshots.front().drawsVelocities = rests;
  // They are of the described state, in the box that it was in.
  const bool stays = !rests && !stage.strain && !stage.constantPressure;
  for (ProtocolStage& snapshots : all.snapshots) {
    if (stays) snapshots.constantPressure = snapshots.inMeanBox = false;
    if (snapshots.constantPressure) snapshots.pressure_bar = stage.pressure_bar;
  }
  return all;
}

std::string identityOf(const MeltQuenchSettings& s, const Potential& potential) {
  std::string text = fmt::format("melt-quench 3|{}|{}|{}|{}|{:.17g}|{:.17g}", s.atomCount, s.seed,
                                 potential.identity().name, potential.identity().fileHash,
                                 s.timestep_fs, s.pressure_bar);
  for (const int z : s.elements) text += fmt::format("|{}", z);
  for (const double fraction : s.fractions) text += fmt::format("|{:.17g}", fraction);
  return text;
}

// The snapshots of a state that is not the last, in a folder of their own.
Glass describe(const KeptState& state, Protocol protocol, const Stages& stages,
               const Potential& potential, const std::filesystem::path& workFolder) {
  protocol.label = "snapshots_of_" + state.name;
  protocol.stages = stages.snapshots;
  protocol.identity = hashBytes(protocol.identity + state.name + identityText(protocol.stages));
  const auto folder = workFolder / kDescribedFolder;
  if (Mpi::isRoot()) ensureWritableFolder(folder);
  return runProtocol(protocol, potential, state.atoms, folder);
}

const KeptState& stateOf(const Glass& glass, const std::string& name) {
  return *std::find_if(glass.states.begin(), glass.states.end(),
                       [&](const KeptState& kept) { return kept.name == name; });
}

// The table of the whole goes on at the time of the state.
Glass joined(Glass steps, Glass described, const std::string& name) {
  const double before_ps = stateOf(steps, name).reached.time_ps;
  for (ThermoRow& row : described.thermo) row.time_ps += before_ps;
  for (Atoms& frame : described.snapshots) frame.time_ps += before_ps;
  described.inherent.time_ps += before_ps;
  described.thermo.insert(described.thermo.begin(), steps.thermo.begin(), steps.thermo.end());
  described.inputDeck = steps.inputDeck + "\n# From the state '" + name +
                        "', which is start.data here:\n" + described.inputDeck;
  described.states = std::move(steps.states);
  return described;
}

Glass runStages(Protocol protocol, const Stages& stages, const Potential& potential,
                const Atoms& start, const std::filesystem::path& workFolder) {
  protocol.stages = stages.steps;
  if (stages.describesTheLast())
    protocol.stages.insert(protocol.stages.end(), stages.snapshots.begin(), stages.snapshots.end());
  protocol.identity = hashBytes(protocol.identity + identityText(protocol.stages));
  const Potential fast = fastestForm(potential, start, workFolder);
  Glass glass = runProtocol(protocol, fast, start, workFolder);
  if (stages.describesTheLast()) return glass;
  const std::string name = stages.steps[stages.described].state;
  Glass described = describe(stateOf(glass, name), protocol, stages, fast, workFolder);
  return joined(std::move(glass), std::move(described), name);
}

// What the settings say of both.
Protocol protocolOf(const MeltQuenchSettings& s) {
  Protocol protocol;
  protocol.seed = s.seed;
  protocol.timestep_fs = s.timestep_fs;
  protocol.pressure_bar = s.pressure_bar;
  protocol.checkpointInterval_s = s.checkpointInterval_s;
  return protocol;
}

Atoms startOf(const MeltQuenchSettings& s, const Potential& potential) {
  const auto counts = wholeCounts(s.fractions, s.atomCount);
  const Atoms crystal = randomCrystal(s.elements, counts, s.seed, 60);
  // A tenth above the resting volume: closer to the melt's own, and no atom presses on another.
  Atoms start = scaledTo(crystal, 1.1 * restingVolume_A3(potential, crystal));
  giveVelocities(start, s.protocol().front().temperature_K, s.seed);
  return start;
}

}  // namespace

void MeltQuenchSettings::validateComposition() const {
  requireComposition(*this);
}

void MeltQuenchSettings::validate() const {
  if (startsFromMelt) {
    requireComposition(*this);
    require(atomCount >= 2, "atom_count", atomCount, "a sample has at least two atoms");
  }
  require(timestep_fs > 0 && timestep_fs <= kLargestTimestep_fs, "timestep_fs", timestep_fs,
          "a time step lies in (0, 20] fs");
  require(finalTemperature_K > 0, "final_temperature_K", finalTemperature_K,
          "temperatures are above zero");
  if (steps.empty()) {
    require(meltTemperature_K > finalTemperature_K && meltTemperature_K <= kHottest_K,
            "melt_temperature_K", meltTemperature_K,
            "the melt is hotter than the end, and not above 10000 K");
    require(coolingRate_K_per_s > 0 && std::isfinite(coolingRate_K_per_s), "cooling_rate_K_per_s",
            coolingRate_K_per_s, "a cooling rate is positive");
    require(melt_ps > 0 && std::isfinite(melt_ps), "melt_ps", melt_ps, "the melt takes time");
  }
  require(equilibration_ps >= 0 && std::isfinite(equilibration_ps), "snapshots.equilibration_ps",
          equilibration_ps, "a time is not negative");
  require(snapshotCount >= 1, "snapshots.count", snapshotCount, "at least one snapshot is needed");
  require(stepsOf(snapshotInterval_ps, timestep_fs) >= 1, "snapshots.interval_ps",
          snapshotInterval_ps, "snapshots are at least one time step apart");
  require(std::isfinite(pressure_bar), "pressure_bar", pressure_bar, "a pressure is a number");
  stagesOf(*this, 1);
}

std::vector<ProtocolStep> MeltQuenchSettings::protocol() const {
  if (!steps.empty()) return steps;
  ProtocolStep melt = ProtocolStep::usual("melt", StepKind::melt);
  melt.temperature_K = meltTemperature_K;
  melt.time_ps = melt_ps;
  ProtocolStep quench = ProtocolStep::usual("quench", StepKind::quench);
  quench.to_K = {finalTemperature_K};
  quench.rates_K_per_s = {coolingRate_K_per_s};
  return {melt, quench};
}

std::int64_t MeltQuenchSettings::totalSteps() const {
  const Stages stages = stagesOf(*this, 1);
  std::int64_t total = 0;
  for (const auto* part : {&stages.steps, &stages.snapshots})
    for (const ProtocolStage& stage : *part) total += stage.steps;
  return total;
}

double MeltQuenchSettings::totalTime_ps() const {
  return static_cast<double>(totalSteps()) * timestep_fs / 1000;
}

std::vector<std::string> MeltQuenchSettings::stateNames() const {
  if (steps.empty()) return {};
  return sim::stateNames(stagesOf(*this, 1).steps);
}

int MeltQuenchSettings::minima() const {
  return static_cast<int>(std::count_if(steps.begin(), steps.end(), [](const ProtocolStep& step) {
    return step.kind == StepKind::minimise || step.kind == StepKind::relax;
  }));
}

double MeltQuenchSettings::describedTemperature_K() const {
  return steps.empty() ? finalTemperature_K : stagesOf(*this, 1).temperature_K;
}

std::optional<double> MeltQuenchSettings::slowestCooling_K_per_s() const {
  std::optional<double> slowest;
  if (!startsFromMelt && steps.empty()) return slowest;
  for (const ProtocolStep& step : protocol()) {
    if (step.kind != StepKind::quench) continue;
    for (const double rate : step.rates_K_per_s) slowest = std::min(rate, slowest.value_or(rate));
  }
  return slowest;
}

Glass meltQuench(const MeltQuenchSettings& settings, const Potential& potential,
                 const std::filesystem::path& workFolder) {
  settings.validate();
  if (Mpi::isRoot()) ensureWritableFolder(workFolder);
  Protocol protocol = protocolOf(settings);
  protocol.label = "melt_quench";
  protocol.identity = identityOf(settings, potential);
  const Atoms start = startOf(settings, potential);
  return runStages(protocol, stagesOf(settings, start.size()), potential, start, workFolder);
}

Glass stepThrough(const Atoms& atoms, const MeltQuenchSettings& settings,
                  const Potential& potential, const std::filesystem::path& workFolder) {
  settings.validate();
  if (Mpi::isRoot()) ensureWritableFolder(workFolder);
  Protocol protocol = protocolOf(settings);
  protocol.label = "steps";
  protocol.identity = "steps 1|" + hashOf(atoms) + identityOf(settings, potential);
  protocol.freeMotion = freeMotion(atoms);
  const bool hasSurface = !atoms.box.fullyPeriodic() || protocol.freeMotion.hasVacuum();
  protocol.checkPressure = !hasSurface;
  // Velocities that came with a file may belong to another potential or moment.
  Atoms start = atoms;
  giveVelocities(start, settings.finalTemperature_K, settings.seed, protocol.freeMotion);
  return runStages(protocol, stagesOf(settings, atoms.size(), hasSurface), potential, start,
                   workFolder);
}

void discardProtocol(const std::filesystem::path& workFolder) {
  discardCheckpoint(workFolder);
  discardCheckpoint(workFolder / kDescribedFolder);
}

}  // namespace glasscope::sim
