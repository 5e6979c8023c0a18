#include "sim/quench/Protocol.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Progress.h"
#include "sim/lammps/Sample.h"
#include "sim/quench/Checkpoint.h"
#include "sim/quench/Descent.h"
#include "sim/quench/InputDeck.h"
#include "sim/quench/Snapshots.h"
#include "sim/quench/StateCheck.h"
#include "sim/quench/StepStages.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {

std::int64_t Protocol::totalSteps() const {
  std::int64_t steps = 0;
  for (const ProtocolStage& stage : stages) steps += stage.steps;
  return steps;
}

std::int64_t sliceSteps(std::size_t atomCount, std::int64_t atMost) {
  // About 3e5 atom steps a second on one core: 8e5 are a few seconds.
  const auto steps = static_cast<std::int64_t>(8e5 / static_cast<double>(atomCount));
  return std::clamp<std::int64_t>(steps, 10, atMost);
}

std::int64_t stepsOf(double time_ps, double timestep_fs) {
  return std::llround(time_ps * 1000 / timestep_fs);
}

std::string identityText(const std::vector<ProtocolStage>& stages) {
  std::string text;
  for (const ProtocolStage& stage : stages) {
    text += fmt::format("|{} {} {:.17g} {:.17g} {} {} {} {} {} '{}'", stage.name, stage.steps,
                        stage.from_K, stage.to_K, stage.sliceSteps, stage.constantPressure,
                        stage.inMeanBox, static_cast<int>(stage.action), stage.drawsVelocities,
                        stage.state);
    if (stage.pressure_bar) text += fmt::format(" under {:.17g}", *stage.pressure_bar);
    if (stage.strain)
      text += fmt::format(" {} {:.17g}", textOf(stage.strain->path), stage.strain->strain);
  }
  return text;
}

namespace {

// Mean volume per atom over the second half of a stage, 0 when it has no rows.
double meanVolumePerAtom(const std::vector<ThermoRow>& thermo, const std::string& stage) {
  std::vector<double> volumes;
  for (const ThermoRow& row : thermo) {
    if (row.phase == stage) volumes.push_back(row.volume_A3_per_atom);
  }
  if (volumes.empty()) return 0;
  const std::size_t first = volumes.size() / 2, count = volumes.size() - first;
  double sum = 0;
  for (std::size_t i = first; i < volumes.size(); ++i) sum += volumes[i];
  return sum / static_cast<double>(count);
}

// One run of a protocol: the sample in LAMMPS, where it stands, and its checkpoint.
class ProtocolRun {
 public:
  ProtocolRun(const Protocol& protocol, const Potential& potential, const Atoms& start,
              const std::filesystem::path& folder)
      : protocol_(protocol),
        potential_(potential),
        start_(start),
        folder_(folder),
        checkpoint_(folder, protocol.identity),
        resumed_(checkpoint_.load()),
        sample_(potential, start, folder / "lammps.log",
                resumed_ ? checkpoint_.restartFile() : std::filesystem::path()),
        progress_(protocol.label, protocol.totalSteps()) {
    for (const ProtocolStage& stage : protocol.stages) requireMatter(stage);
    sample_.lammps().command(fmt::format("timestep {:.17g}", protocol.timestep_fs / 1000));
    if (resumed_) {
      goOn();
    } else {
      writeStart();
    }
  }

  Glass run() {
    while (at_.stage < protocol_.stages.size()) runStage(protocol_.stages[at_.stage]);
    return result();
  }

 private:
  // A box that pulls at vacuum strains nothing.
  void requireMatter(const ProtocolStage& stage) const {
    if (!stage.strain) return;
    for (const int axis : componentOf(stage.strain->path)) {
      const auto i = static_cast<std::size_t>(axis);
      if (start_.box.periodic()[i] && !protocol_.freeMotion.open[i]) continue;
      throw Error(ErrorKind::usage, fmt::format("The step '{}' cannot be done", stage.name),
                  fmt::format("the sample has a free surface across {}, where the box cannot "
                              "take hold of it",
                              "xyz"[axis]),
                  "strain along a direction in which the sample repeats");
    }
  }

  void goOn() {
    at_ = *resumed_;
    progress_.skip(at_.total);
    // States come before snapshots: these are of the last stage.
    const auto past = protocol_.stages.begin() + static_cast<std::ptrdiff_t>(at_.stage);
    const std::size_t states = stateNames({protocol_.stages.begin(), past}).size();
    for (int i = 0; i < at_.frames; ++i)
      (static_cast<std::size_t>(i) < states ? states_ : frames_).push_back(loadFrame(i));
    const bool over = at_.stage >= protocol_.stages.size();
    logInfo(fmt::format("{}: going on from the checkpoint, step {} of {}{}", protocol_.label,
                        at_.total, protocol_.totalSteps(),
                        over ? "" : ", in the stage '" + protocol_.stages[at_.stage].name + "'"));
  }

  Atoms loadFrame(int index) const {
    Atoms frame = checkpoint_.loadFrame(index, start_);
    frame.source = protocol_.label;
    return frame;
  }

  void writeStart() {
    const auto path = folder_ / "start.data";
    sample_.lammps().command("write_data \"" + partialPath(path).string() + "\" nocoeff");
    if (Mpi::isRoot()) commitFile(path);
  }

  void runStage(const ProtocolStage& stage) {
    if (stage.action != StageAction::dynamics) return runDescent(stage);
    if (at_.done == 0) begin(stage);
    sample_.lammps().commands(strainCommands(stage, heightText(stage)));
    sample_.lammps().command(ensembleCommand(protocol_, stage, sample_.middle()));
    sample_.lammps().commands(freedomCommands(stage, protocol_.freeMotion.freedoms()));
    for (bool over = false; !over;) {
      runSlice(stage);
      over = at_.done == stage.steps;
      if (over) end(stage);
      rest();
    }
    sample_.lammps().command("unfix " + stage.name);
    if (stage.strain) sample_.lammps().command("unfix " + stage.name + "_box");
  }

  void runDescent(const ProtocolStage& stage) {
    progress_.note(stage.name);
    descend(sample_, stage.action, stage.pressureOr_bar(protocol_.pressure_bar));
    record(stage);
    end(stage);
    rest();
  }

  void begin(const ProtocolStage& stage) {
    at_.stageStart = sample_.lammps().step();
    const double mean = meanVolume(at_.stage);
    if (mean > 0) sample_.setVolume(mean * static_cast<double>(start_.size()));
    if (!stage.drawsVelocities) return;
    Atoms atoms = sample_.fetch();
    // The number of the draw: not that of the start, and another for every stage.
    giveVelocities(atoms, stage.from_K, protocol_.seed, protocol_.freeMotion, 1 + at_.stage);
    sample_.setVelocities(atoms.velocities);
  }

  // The edge across which a shear acts; a shear at constant volume does not change it.
  std::string heightText(const ProtocolStage& stage) const {
    if (!stage.strain) return "";
    const LammpsBox box = sample_.lammps().box();
    const int axis = componentOf(stage.strain->path)[1];
    return exactNumber(box.high[axis] - box.low[axis]);
  }

  // The volume that a stage is to be scaled to, 0 for none.
  double meanVolume(std::size_t stage) const {
    if (stage == 0 || !protocol_.stages[stage].inMeanBox) return 0;
    return meanVolumePerAtom(at_.thermo, protocol_.stages[stage - 1].name);
  }

  void runSlice(const ProtocolStage& stage) {
    const std::int64_t steps = std::min(stage.sliceSteps, stage.steps - at_.done);
    // start and stop: the ramp of the thermostat spans the stage, not the slice.
    sample_.lammps().command(fmt::format("run {} start {} stop {} post no", steps, at_.stageStart,
                                         at_.stageStart + stage.steps));
    at_.done += steps;
    at_.total += steps;
    record(stage);
    if (stage.keepFrames) keepFrame(frames_);
    progress_.note(fmt::format("{}, {:.0f} K", stage.name, at_.thermo.back().temperature_K));
    try {
      progress_.advance(steps);
    } catch (const Error& error) {
      // Whether to stop is decided by all ranks together, in rest().
      if (error.kind() != ErrorKind::interrupted) throw;
    }
  }

  void record(const ProtocolStage& stage) {
    const Lammps& lammps = sample_.lammps();
    const double atoms = static_cast<double>(start_.size());
    ThermoRow row{stage.name,
                  static_cast<double>(at_.total) * protocol_.timestep_fs / 1000,
                  lammps.thermo("temp"),
                  lammps.thermo("pe") / atoms,
                  lammps.thermo("vol") / atoms,
                  lammps.thermo("press")};
    if (stage.strain) {
      row.strain =
          stage.strain->strain * static_cast<double>(at_.done) / static_cast<double>(stage.steps);
      const auto [i, j] = componentOf(stage.strain->path);
      row.stress_GPa =
          -constants::kGPa_per_bar * lammps.thermo(fmt::format("p{}{}", "xyz"[i], "xyz"[j]));
    }
    // Far beyond any overshoot of a thermostat: the integration has diverged.
    const double hottest = 5 * std::max({stage.from_K, stage.to_K, 300.0});
    if (!(row.temperature_K < hottest)) {
      throw Error(ErrorKind::input,
                  fmt::format("the simulation exploded in the stage '{}'", stage.name),
                  fmt::format("it has {:.3g} K where {:.0f} K were asked for", row.temperature_K,
                              stage.to_K),
                  "shorten the time step, or check the start for atoms that overlap");
    }
    at_.thermo.push_back(row);
  }

  void keepFrame(std::vector<Atoms>& frames) {
    Atoms frame = sample_.fetch();
    frame.time_ps = at_.thermo.back().time_ps;
    frame.source = protocol_.label;
    checkpoint_.saveFrame(at_.frames, frame);
    frames.push_back(std::move(frame));
    ++at_.frames;
  }

  void end(const ProtocolStage& stage) {
    if (stage.mustMelt) warnUnlessMolten(stage);
    if (!stage.state.empty()) {
      keepFrame(states_);
      sayState(stage);
    }
    ++at_.stage;
    at_.done = 0;
  }

  void sayState(const ProtocolStage& stage) const {
    const ReachedState now = reachedState(at_.thermo, stage, start_.size());
    logInfo(
        fmt::format("{} after {:.6g} ps: {:.0f} +- {:.0f} K ({:.0f} K asked for), {}, {:.5f} eV "
                    "and {:.3f} cubic angstrom an atom",
                    stage.state, now.time_ps, now.temperature_K, now.temperatureError_K,
                    now.asked_K, pressureText(now.pressure_bar, now.pressureError_bar),
                    now.potentialEnergy_eV_per_atom, now.volume_A3_per_atom));
  }

  void warnUnlessMolten(const ProtocolStage& stage) const {
    const double moved = rootMeanSquareShift(start_, sample_.fetch());
    // Atoms of a crystal stay within a fraction of a spacing of their sites; a melt forgets them.
    if (moved > 2.0) return;
    logWarning(fmt::format(
        "after {:.3g} ps at {:.0f} K the atoms have moved by only {:.2f} angstrom from the lattice "
        "they started on: the sample is not molten, take a higher temperature or a longer melt",
        static_cast<double>(stage.steps) * protocol_.timestep_fs / 1000, stage.to_K, moved));
  }

  // Between slices: the moment to stop or to write a checkpoint, the same on every rank.
  void rest() {
    using Clock = std::chrono::steady_clock;
    const bool stop = Mpi::maximum(static_cast<std::int64_t>(interruptRequested())) != 0;
    const double elapsed =
        Mpi::maximum(std::chrono::duration<double>(Clock::now() - lastCheckpoint_).count());
    const bool over = at_.stage == protocol_.stages.size();
    const auto writeRestart = [this](const std::filesystem::path& path) {
      sample_.lammps().command("write_restart \"" + path.string() + "\"");
    };
    if (!stop && !over && elapsed < protocol_.checkpointInterval_s) {
      // Of a cell that can lean LAMMPS writes positions by way of fractions of the cell, which
      // rounds those that it holds: that must not depend on whether a checkpoint is due.
      if (sample_.isTriclinic()) writeRestart(folder_ / "checkpoint.slice.restart");
      return;
    }
    checkpoint_.save(at_, writeRestart);
    lastCheckpoint_ = Clock::now();
    if (!stop) return;
    throw Error(
        ErrorKind::interrupted, protocol_.label + " was interrupted",
        fmt::format("a signal asked for it at step {} of {}", at_.total, protocol_.totalSteps()),
        "run the same command again: it goes on from the checkpoint");
  }

  void warnOfState() const {
    const ProtocolStage& last = protocol_.stages.back();
    for (const ProtocolStage& stage : protocol_.stages) {
      if (stage.state.empty()) continue;
      for (const std::string& fault :
           faultsOfStage(at_.thermo, stage, protocol_.pressure_bar, start_.size()))
        logWarning(fault + ": give the step more time, or a lower rate");
    }
    if (!last.keepFrames) return;
    AskedState asked{last.to_K, std::nullopt, start_.size()};
    // The snapshots keep the box of the stage before them; where nothing pressed on that either,
    // its volume was asked for.
    const ProtocolStage& before =
        *std::prev(protocol_.stages.end(), protocol_.stages.size() > 1 ? 2 : 1);
    const bool pressed = before.keepFrames || before.constantPressure;
    if (protocol_.checkPressure && pressed)
      asked.pressure_bar = before.pressureOr_bar(protocol_.pressure_bar);
    const auto found = measuredState(at_.thermo, last.name, start_.size());
    for (const std::string& fault : faultsOfState(found, asked)) {
      logWarning(protocol_.label + ": " + fault +
                 ": the sample was not in equilibrium when they were taken; equilibrate longer or "
                 "cool more slowly");
    }
  }

  std::string deck() const {
    DeckSample sample;
    sample.periodic = start_.box.periodic();
    sample.interactionCommands = sample_.interactionCommands();
    sample.fixedPoint = sample_.middle();
    sample.freedomsTaken = protocol_.freeMotion.freedoms();
    if (meanVolume(protocol_.stages.size() - 1) > 0) {
      sample.meanBoxCommand = changeBoxCommand(sample_.lammps().box(), sample_.isTriclinic());
    }
    std::string text = inputDeck(protocol_, potential_, sample);
    // Tables in the work folder, or in the one that it stands in, are named as seen from there,
    // where the deck lies too.
    const auto folder = std::filesystem::absolute(folder_ / "").parent_path();
    for (const auto& [seen, name] :
         {std::pair{folder, ""}, std::pair{folder.parent_path(), "../"}}) {
      if (seen.relative_path().empty()) continue;
      const std::string from = (seen / "").string();
      for (auto at = text.find(from); at != std::string::npos; at = text.find(from))
        text.replace(at, from.size(), name);
    }
    return text;
  }

  Glass result() {
    Glass glass;
    glass.thermo = at_.thermo;
    glass.potential = potential_.identity();
    glass.lammpsVersion = Lammps::version();
    glass.inputDeck = deck();
    if (Mpi::isRoot()) writeFileAtomically(folder_ / (protocol_.label + ".in"), glass.inputDeck);
    warnOfState();
    addStates(glass);
    if (frames_.empty()) return glass;
    alignSnapshots(frames_, protocol_.freeMotion);
    glass.snapshots = std::move(frames_);
    glass.inherent = inherentStructure(potential_, glass.snapshots.front(), folder_);
    return glass;
  }

  void addStates(Glass& glass) {
    std::size_t next = 0;
    for (const ProtocolStage& stage : protocol_.stages) {
      if (stage.state.empty()) continue;
      ReachedState reached = reachedState(at_.thermo, stage, start_.size());
      reached.totalStrain = totalStrain(protocol_.stages, &stage - protocol_.stages.data());
      reached.stage_ps = static_cast<double>(stage.steps) * protocol_.timestep_fs / 1000;
      glass.states.push_back({stage.state, std::move(states_.at(next++)), reached});
    }
  }

  const Protocol& protocol_;
  const Potential& potential_;
  const Atoms& start_;
  std::filesystem::path folder_;
  Checkpoint checkpoint_;
  std::optional<ProtocolPosition> resumed_;
  Sample sample_;
  Progress progress_;
  ProtocolPosition at_;
  std::vector<Atoms> frames_, states_;
  std::chrono::steady_clock::time_point lastCheckpoint_ = std::chrono::steady_clock::now();
};

}  // namespace

Glass runProtocol(const Protocol& protocol, const Potential& potential, const Atoms& start,
                  const std::filesystem::path& workFolder) {
  return ProtocolRun(protocol, potential, start, workFolder).run();
}

}  // namespace glasscope::sim
