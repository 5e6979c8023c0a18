#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/AtomFiles.h"
#include "core/formats/H5md.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"
#include "pipeline/imaging/Configuration.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/ForceColumns.h"
#include "pipeline/stages/Stages.h"
#include "pipeline/stages/StateFiles.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Checkpoint.h"
#include "sim/quench/Descent.h"
#include "sim/quench/DynamicsCost.h"
#include "sim/quench/MeltQuench.h"
#include "sim/quench/StateCheck.h"
#include "sim/samples/ModelAtoms.h"
#include "sim/samples/ShearBand.h"
#include "sim/vibrations/MotionSource.h"
#include "sim/vibrations/Vibration.h"

namespace glasscope::pipeline {

namespace {

using sim::ThermalMotion;

constexpr const char* kCutFolder = "cut";

using Json = nlohmann::ordered_json;

Json potentialFacts(const sim::PotentialIdentity& identity) {
  Json json;
  json["name"] = identity.name;
  json["style"] = textOf(identity.style);
  json["kim_id"] = identity.kimId;
  json["file"] = identity.file;
  json["file_hash"] = identity.fileHash;
  json["citation"] = identity.citation;
  json["fallback"] = identity.fallback;
  return json;
}

Json adoptionFacts(const sim::Adoption& adoption) {
  return {{"pressure_bar", adoption.pressure_bar},
          {"energy_shift_eV_per_atom", adoption.energyShift_eV_per_atom},
          {"rms_shift_A", adoption.shift_A}};
}

// What the snapshots really are, beside what was asked for.
void addStateFacts(Json& facts, const sim::Glass& glass) {
  const auto state = sim::measuredState(glass.thermo, "snapshots", glass.inherent.size());
  if (state.rows == 0) return;
  facts["snapshot_temperature_K"] = {state.temperature_K, state.temperatureError_K};
  facts["snapshot_pressure_bar"] = {state.pressure_bar, state.pressureError_bar};
}

std::string thermoCsv(const std::vector<sim::ThermoRow>& rows) {
  const bool strained = std::ranges::any_of(rows, [](const auto& row) { return row.strain != 0; });
  std::string text =
      "phase,time_ps,temperature_K,potential_energy_eV_per_atom,volume_A3_per_atom,pressure_bar";
  text += strained ? ",strain,stress_GPa\n" : "\n";
  for (const sim::ThermoRow& row : rows) {
    text += fmt::format("{},{},{},{},{},{}", row.phase, row.time_ps, row.temperature_K,
                        row.potentialEnergy_eV_per_atom, row.volume_A3_per_atom, row.pressure_bar);
    text += strained ? fmt::format(",{},{}\n", row.strain, row.stress_GPa) : "\n";
  }
  return text;
}

// The first line of what is reported.
std::string describedText(const sim::MotionChoice& motion, std::size_t frames) {
  if (motion.source == ThermalMotion::frames) {
    return fmt::format("the mean positions of {} frames ({})", frames, motion.why);
  }
  if (motion.source == ThermalMotion::series) {
    return fmt::format("{} frames one by one, the last for the sample ({})", frames, motion.why);
  }
  if (motion.source == ThermalMotion::none) return "the configuration as it was given";
  if (motion.source == ThermalMotion::harmonic)
    return "the inherent structure of the configuration that was given, with harmonic motion drawn "
           "about it";
  return "the inherent structure of the configuration that was given";
}

void requireDynamicsToRelax(const Case& c, const sim::MotionChoice& motion) {
  if (!c.thermalise.relaxBox || motion.source == ThermalMotion::dynamics) return;
  throw Error(
      ErrorKind::usage, "snapshots.relax_box needs dynamics",
      fmt::format("the thermal motion of this run is '{}' ({})", textOf(motion.source), motion.why),
      "set snapshots.thermal_motion to dynamics, or relax_box to false");
}

void addVibration(sim::Glass& glass) {
  if (glass.snapshots.size() < 2) return;
  const Columns columns = sim::vibration(glass.snapshots, atomVolume(glass.inherent));
  for (const Column& column : columns) glass.inherent.columns.add(column);
}

void sayAdoption(const Case& c, const sim::Glass& glass) {
  if (!glass.adoption) return;
  const sim::Adoption& adoption = *glass.adoption;
  const std::string name =
      c.configuration.file.empty() ? textOf(c.sample.kind).data() : c.configuration.file;
  const std::string text = fmt::format(
      "the atoms of '{}' were moved by the potential '{}': in it the configuration as given is "
      "under "
      "{:.1f} kbar (forces alone), lies {:.4f} eV per atom above its inherent structure, and moves "
      "by {:.3f} angstrom (rms) to get there",
      name, glass.potential.name, adoption.pressure_bar / 1000, adoption.energyShift_eV_per_atom,
      adoption.shift_A);
  if (c.potential != Case().potential) return logInfo(text);
  logWarning(text +
             ". No sim.potential was named, so this is the default and not necessarily the "
             "one that made it");
}

// What was said of melting and quenching once is not done where there are steps.
void warnOfQuench(const Case& c) {
  const sim::MeltQuenchSettings usual, &given = c.meltQuench;
  if (given.meltTemperature_K == usual.meltTemperature_K && given.melt_ps == usual.melt_ps &&
      given.coolingRate_K_per_s == usual.coolingRate_K_per_s)
    return;
  logWarning(
      "sim.melt_temperature_K, sim.melt_ps and sim.cooling_rate_K_per_s are not used: [[step]] "
      "says "
      "what is done");
}

void warnOfMotion(const Case& c) {
  using sim::ThermalMotion;
  const ThermalMotion asked = c.configuration.thermalMotion;
  if (asked == ThermalMotion::automatic || asked == ThermalMotion::dynamics) return;
  logWarning(fmt::format(
      "snapshots.thermal_motion = \"{}\" is for a configuration that is brought: a glass that is "
      "made here has its motion from dynamics (snapshots.count = 1 takes one of its snapshots)",
      textOf(asked)));
}

// What the making of a sample says of its atoms; dynamics forget it.
void keepColumns(sim::Glass& glass, const Columns& columns) {
  for (const char* name : {"shear_band", "nanocrystal", "grain", "model_site", "shells"})
    if (columns.has(name) && !glass.inherent.columns.has(name))
      glass.inherent.columns.add(columns.at(name));
}

// A piece is cut from the glass that was made, hot as it is, and comes to rest in its own box.
sim::Glass cutFrom(const Case& c, sim::Glass bulk, const sim::Potential& potential,
                   const std::filesystem::path& folder) {
  const bool banded = c.sample.kind == sim::SampleKind::shearBand;
  const Atoms piece = banded
                          ? sim::withShearBand(potential, bulk.snapshots.front(), c.sample, folder)
                          : shapedSample(c, std::move(bulk.snapshots.front()));
  sim::Glass glass = sim::thermalise(piece, c.thermalise, potential, folder / kCutFolder);
  keepColumns(glass, piece.columns);
  glass.adoption.reset();  // its own potential made it
  const double before_ps = bulk.thermo.back().time_ps;
  for (sim::ThermoRow& row : glass.thermo) row.time_ps += before_ps;
  // Rows of the same name are held against what was asked for: those of the sample.
  for (sim::ThermoRow& row : bulk.thermo) row.phase = "bulk_" + row.phase;
  glass.thermo.insert(glass.thermo.begin(), bulk.thermo.begin(), bulk.thermo.end());
  glass.states = std::move(bulk.states);
  return glass;
}

sim::Glass makeGlass(const Case& c, const std::filesystem::path& folder, std::string& described) {
  warnOfMotion(c);
  const auto potential = sim::Potential::find(c.potential, c.meltQuench.elements);
  sim::MeltQuenchSettings settings = c.meltQuench;
  const bool whole = c.sample.kind == sim::SampleKind::bulk;
  if (!whole) settings.snapshotCount = 1;  // those of the piece are wanted
  sim::Glass glass = sim::meltQuench(settings, potential, folder);
  if (!whole) {
    described =
        fmt::format("the inherent structure of the sample ({}) from the glass that was made",
                    textOf(c.sample.kind));
    glass = cutFrom(c, std::move(glass), potential, folder);
  }
  addVibration(glass);
  return glass;
}

// What is brought, with a shear band where that is asked for, or a model, relaxed likewise.
std::vector<Atoms> givenFrames(const Case& c, const std::filesystem::path& folder) {
  std::vector<Atoms> frames = readConfiguration(c);
  const bool banded = c.sample.kind == sim::SampleKind::shearBand;
  if (!c.sample.relax && !banded) return frames;
  const auto potential = sim::Potential::find(c.potential, frames.back().species());
  if (banded) return {sim::withShearBand(potential, frames.back(), c.sample, folder)};
  return {sim::relaxed(potential, frames.back(), c.meltQuench.pressure_bar, folder)};
}

// Somebody's configuration, taken through the steps.
sim::Glass useSteps(const Case& c, const std::filesystem::path& folder, std::string& described) {
  const std::vector<Atoms> frames = givenFrames(c, folder);
  if (frames.size() > 1)
    logInfo(fmt::format("the steps begin with the last of {} frames", frames.size()));
  const Atoms& start = frames.back();
  described = "the inherent structure of the configuration that was given, after its steps";
  const auto potential = sim::Potential::find(c.potential, start.species());
  sim::Glass glass = sim::stepThrough(start, c.meltQuench, potential, folder);
  if (c.sample.kind != sim::SampleKind::bulk) keepColumns(glass, start.columns);
  addVibration(glass);
  return glass;
}

sim::Glass useConfiguration(const Case& c, const std::filesystem::path& folder,
                            std::string& described) {
  std::vector<Atoms> frames = givenFrames(c, folder);
  const std::vector<int> species = frames.back().species();
  const Columns columns = frames.back().columns;
  const sim::MotionSettings settings = motionSettings(c);
  const sim::MotionChoice motion = sim::chosenMotion(frames, settings);
  requireDynamicsToRelax(c, motion);
  described = describedText(motion, frames.size());
  if (c.configuration.file.empty() && motion.source == ThermalMotion::none)
    described = fmt::format("the model of structure ({}, {}) as it was {}", textOf(c.sample.kind),
                            sim::compositionText(frames.back()),
                            c.sample.relax ? "relaxed in the potential" : "made");
  if (c.sample.kind == sim::SampleKind::shearBand) described += ", with a shear band";
  logInfo("described: " + described);
  sim::Glass glass = sim::withMotion(std::move(frames), motion.source, settings, folder);
  if (c.sample.kind != sim::SampleKind::bulk) keepColumns(glass, columns);
  const bool forced = c.sample.relax || c.sample.kind == sim::SampleKind::shearBand;
  if (forced && glass.potential.name.empty())
    glass.potential = sim::Potential::find(c.potential, species).identity();
  const bool moves = motion.source != ThermalMotion::none && motion.source != ThermalMotion::series;
  if (moves) addVibration(glass);
  sayAdoption(c, glass);
  return glass;
}

// What the sim stage reads beside the case: a configuration, a table of a potential that is given
// by its path.
std::vector<std::filesystem::path> filesOf(const Case& c) {
  std::vector<std::filesystem::path> files;
  if (!c.configuration.file.empty()) files.emplace_back(c.configuration.file);
  for (const auto& table : potentialFiles(c)) files.push_back(table);
  return files;
}

// Text takes three times the room, and is read where the other format is not.
bool dumped(std::size_t atoms, std::size_t snapshots) {
  constexpr std::size_t kMost = 2'000'000;
  return atoms * snapshots <= kMost;
}

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  const std::filesystem::path folder = work.run.scratch("sim");
  sim::Glass glass;
  std::string described = "the inherent structure of the glass that was made";
  const bool stepped = !c.meltQuench.steps.empty();
  if (stepped) warnOfQuench(c);
  if (c.makesGlass()) {
    glass = makeGlass(c, folder, described);
  } else if (stepped) {
    glass = useSteps(c, folder, described);
  } else {
    glass = useConfiguration(c, folder, described);
  }
  Json facts;
  if (!c.meltQuench.describedState.empty()) {
    described += fmt::format(" (the state '{}')", c.meltQuench.describedState);
    logInfo("described: " + described);
  }
  facts["described"] = described;
  if (!glass.potential.name.empty()) facts["potential"] = potentialFacts(glass.potential);
  facts["lammps"] = glass.lammpsVersion;
  facts["atoms"] = glass.inherent.size();
  facts["snapshots"] = glass.snapshots.size();
  if (glass.adoption) facts["adoption"] = adoptionFacts(*glass.adoption);
  addStateFacts(facts, glass);
  addForceColumns(c, work.run, glass, facts);
  if (!c.configuration.file.empty()) {
    facts["configuration_file"] = std::filesystem::path(c.configuration.file).filename().string();
    facts["configuration_hash"] = hashFile(c.configuration.file);
  }
  if (Mpi::isRoot()) {
    const std::filesystem::path file = work.run.path(Product::structure);
    // Moved, not copied: the atoms may fill the memory.
    std::vector<H5mdTrajectory> trajectories(2);
    trajectories[0] = {Structure::kSnapshots, std::move(glass.snapshots)};
    trajectories[1].group = Structure::kReference;
    trajectories[1].frames.push_back(std::move(glass.inherent));
    writeH5md(file, trajectories, facts.dump());
    if (dumped(trajectories[0].frames.front().size(), trajectories[0].frames.size()))
      writeLammpsDump(work.run.path(Product::structureDump), trajectories[0].frames);
    writeFileAtomically(work.run.path(Product::thermo), thermoCsv(glass.thermo));
    writeStates(work.run, std::move(glass.states), glass.thermo);
    sim::discardProtocol(folder);  // the result is safe
    sim::discardCheckpoint(folder / kCutFolder);
  }
  return facts.dump();
}

// Positions, species and ids of the snapshots and of the reference; a line of text each with
// positions and velocities.
double disk_bytes(const ExpectedStructure& structure) {
  const auto atoms = static_cast<double>(structure.atoms.size());
  const bool text = dumped(structure.atoms.size(), static_cast<std::size_t>(structure.snapshots));
  return atoms * (52.0 * (structure.snapshots + 1) + (text ? 130.0 * structure.snapshots : 0));
}

void plan(const Case& c, RunPlan& plan) {
  Cost cost;
  cost.disk_bytes = disk_bytes(plan.structure());
  if (plan.structure().made) return plan.add(cost, "Structure: made already\n\n");
  const sim::MotionSettings motion = motionSettings(c);
  const bool own = c.makesGlass();
  if (!own && plan.structure().motion != sim::ThermalMotion::dynamics) {
    return plan.add(
        cost, fmt::format("Structure: {} atoms, {} snapshot(s) {} '{}'\n\n",
                          plan.structure().atoms.size(), plan.structure().snapshots,
                          plan.structure().motion == sim::ThermalMotion::harmonic
                              ? "drawn from the harmonic vibrations of"
                              : "from",
                          c.configuration.file.empty()
                              ? std::string(textOf(c.sample.kind))
                              : std::filesystem::path(c.configuration.file).filename().string()));
  }
  const auto potential = sim::Potential::find(
      c.potential, own ? c.meltQuench.elements : plan.structure().atoms.species());
  const auto atoms = static_cast<double>(plan.structure().atoms.size());
  const bool stepped = own || !c.meltQuench.steps.empty();
  // A minimum takes some hundred force calls, as a step of dynamics takes one.
  constexpr double kCalls_per_minimum = 500;
  const double steps = stepped ? static_cast<double>(c.meltQuench.totalSteps()) +
                                     kCalls_per_minimum * c.meltQuench.minima()
                               : static_cast<double>(motion.dynamics.totalSteps());
  const auto states = static_cast<int>(c.meltQuench.stateNames().size());
  cost.disk_bytes += 100 * atoms * states;
  cost.memory_bytes = sim::dynamicsMemory_bytes(atoms, plan.structure().snapshots + states);
  cost.time_s = sim::dynamicsTime_s(atoms, steps, Mpi::size());
  plan.add(cost,
           fmt::format("{}: {:.0f} atoms, {:.0f} steps, potential {} ({}), about {}, {}\n\n",
                       own       ? "Glass"
                       : stepped ? "Steps"
                                 : "Thermal motion",
                       atoms, steps, potential.identity().name, textOf(potential.identity().style),
                       formatDuration(cost.time_s), formatBytes(cost.memory_bytes)));
}

}  // namespace

void addSimStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "sim";
  stage.room = Room::sim;
  stage.about = "the configuration and its thermal motion";
  stage.collective = true;
  stage.revision = 2;  // states.csv has heat, and strain of all steps
  stage.tables = {"sim", "configuration", "sample", "snapshots", "vibrations", "elasticity"};
  if (c.sample.kind != sim::SampleKind::bulk)
    for (const auto& [z, radius_A] : c.voronoi.radii_A)
      stage.more += fmt::format("radius {} {}\n", z, radius_A);
  for (const sim::ProtocolStep& step : c.meltQuench.steps) stage.tables.push_back(step.name);
  stage.files = filesOf(c);
  stage.writes = {fileOf(Product::structure), fileOf(Product::structureDump),
                  fileOf(Product::thermo)};
  if (!c.meltQuench.steps.empty())
    for (const Product product : {Product::states, Product::stateTable})
      stage.writes.push_back(fileOf(product));
  if (c.vibrations.enabled)
    for (const Product product : {Product::densityOfStates, Product::heatCapacity})
      stage.writes.push_back(fileOf(product));
  if (c.vibrations.enabled && c.vibrations.modes > 0)
    stage.writes.push_back(fileOf(Product::softestModes));
  stage.plan = plan;
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
