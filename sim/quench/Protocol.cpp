#include "sim/quench/Protocol.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Progress.h"
#include "sim/lammps/Sample.h"
#include "sim/quench/Checkpoint.h"
#include "sim/quench/InputDeck.h"
#include "sim/quench/Snapshots.h"
#include "sim/quench/StateCheck.h"
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
  void goOn() {
    at_ = *resumed_;
    progress_.skip(at_.total);
    for (int i = 0; i < at_.frames; ++i) frames_.push_back(loadFrame(i));
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
    if (at_.done == 0) begin();
    sample_.lammps().command(ensembleCommand(protocol_, stage, sample_.middle()));
    sample_.lammps().commands(freedomCommands(stage, protocol_.freeMotion.freedoms()));
    for (bool over = false; !over;) {
      runSlice(stage);
      over = at_.done == stage.steps;
      if (over) end(stage);
      rest();
    }
    sample_.lammps().command("unfix " + stage.name);
  }

  void begin() {
    at_.stageStart = sample_.lammps().step();
    const double mean = meanVolume(at_.stage);
    if (mean > 0) sample_.setVolume(mean * static_cast<double>(start_.size()));
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
    if (stage.keepFrames) keepFrame();
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
    const ThermoRow row{stage.name,
                        static_cast<double>(at_.total) * protocol_.timestep_fs / 1000,
                        lammps.thermo("temp"),
                        lammps.thermo("pe") / atoms,
                        lammps.thermo("vol") / atoms,
                        lammps.thermo("press")};
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

  void keepFrame() {
    Atoms frame = sample_.fetch();
    frame.time_ps = at_.thermo.back().time_ps;
    frame.source = protocol_.label;
    checkpoint_.saveFrame(at_.frames, frame);
    frames_.push_back(std::move(frame));
    ++at_.frames;
  }

  void end(const ProtocolStage& stage) {
    if (stage.mustMelt) warnUnlessMolten(stage);
    ++at_.stage;
    at_.done = 0;
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
    if (!stop && !over && elapsed < protocol_.checkpointInterval_s) return;
    checkpoint_.save(at_, [this](const std::filesystem::path& path) {
      sample_.lammps().command("write_restart \"" + path.string() + "\"");
    });
    lastCheckpoint_ = Clock::now();
    if (!stop) return;
    throw Error(
        ErrorKind::interrupted, protocol_.label + " was interrupted",
        fmt::format("a signal asked for it at step {} of {}", at_.total, protocol_.totalSteps()),
        "run the same command again: it goes on from the checkpoint");
  }

  void warnOfState() const {
    const ProtocolStage& last = protocol_.stages.back();
    AskedState asked{last.to_K, std::nullopt, start_.size()};
    if (protocol_.checkPressure) asked.pressure_bar = protocol_.pressure_bar;
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
    // Tables in the work folder are named as seen from there, where the deck lies too.
    const std::string here = (std::filesystem::absolute(folder_) / "").string();
    for (auto at = text.find(here); at != std::string::npos; at = text.find(here)) {
      text.erase(at, here.size());
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
    alignSnapshots(frames_, protocol_.freeMotion);
    glass.snapshots = std::move(frames_);
    glass.inherent = inherentStructure(potential_, glass.snapshots.front(), folder_);
    return glass;
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
  std::vector<Atoms> frames_;
  std::chrono::steady_clock::time_point lastCheckpoint_ = std::chrono::steady_clock::now();
};

}  // namespace

Glass runProtocol(const Protocol& protocol, const Potential& potential, const Atoms& start,
                  const std::filesystem::path& workFolder) {
  return ProtocolRun(protocol, potential, start, workFolder).run();
}

}  // namespace glasscope::sim
