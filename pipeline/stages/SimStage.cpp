#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/atoms/Elements.h"
#include "core/formats/H5md.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "pipeline/stages/Stages.h"
#include "sim/elasticity/LocalModuli.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Checkpoint.h"
#include "sim/quench/MeltQuench.h"
#include "sim/quench/StateCheck.h"
#include "sim/quench/Thermalise.h"
#include "sim/readers/ReadFrames.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/MotionAboutSites.h"
#include "sim/vibrations/SoftSpots.h"
#include "sim/vibrations/Vibration.h"
#include "voronoi/cells/Tessellation.h"

namespace glasscope::pipeline {

namespace {

using sim::ThermalMotion;

using Json = nlohmann::ordered_json;

Json potentialFacts(const sim::PotentialIdentity& identity) {
  Json json;
  json["name"] = identity.name;
  json["style"] = identity.style;
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
  std::string text =
      "phase,time_ps,temperature_K,potential_energy_eV_per_atom,volume_A3_per_atom,pressure_bar\n";
  for (const sim::ThermoRow& row : rows) {
    text += fmt::format("{},{},{},{},{},{}\n", row.phase, row.time_ps, row.temperature_K,
                        row.potentialEnergy_eV_per_atom, row.volume_A3_per_atom, row.pressure_bar);
  }
  return text;
}

std::vector<Atoms> readConfiguration(const Case& c) {
  sim::ReadOptions options;
  if (!c.configuration.elements.empty()) {
    options.elements = parseElements(c.configuration.elements);
  }
  options.frames = sim::FrameSelection::parse(c.configuration.frames);
  options.comparesFrames = c.configuration.thermalMotion == sim::ThermalMotion::automatic ||
                           c.configuration.thermalMotion == sim::ThermalMotion::frames;
  std::vector<Atoms> frames = sim::readFrames(c.configuration.file, options);
  for (Atoms& frame : frames) {
    frame.validate();
    frame.sortById();
  }
  return frames;
}

bool potentialKnows(const std::string& name, const std::vector<int>& elements) {
  try {
    sim::Potential::find(name, elements);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// What an atom occupies: box over number where matter fills the box, else the mean cell away from
// the vacuum. Cells at a free surface reach far into it.
double atomVolume(const Atoms& atoms) {
  if (atoms.box.fullyPeriodic() && !sim::freeMotion(atoms).hasVacuum()) {
    return atoms.box.volume() / static_cast<double>(atoms.size());
  }
  constexpr double kLargest = 1.5;  // of the median: cells of unlike species differ by 1.2 to 1.4
  const voronoi::Tessellation cells = voronoi::tessellate(atoms);
  std::vector<double> closed;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells.open[i]) closed.push_back(cells.volume_A3[i]);
  }
  if (closed.empty()) return 16;  // a metallic glass; only a handful of atoms has no closed cell
  std::sort(closed.begin(), closed.end());
  const double limit = kLargest * closed[closed.size() / 2];
  double sum = 0;
  std::size_t count = 0;
  for (; count < closed.size() && closed[count] <= limit; ++count) sum += closed[count];
  return sum / static_cast<double>(count);
}

struct Motion {
  ThermalMotion source;  // never automatic
  std::string why;
};

// What "auto" means: frames of atoms that vibrate about sites carry their own motion, other frames
// are a process; one frame needs dynamics, which needs a potential that knows its elements.
Motion thermalMotion(const Case& c, const std::vector<Atoms>& frames) {
  if (c.configuration.thermalMotion != ThermalMotion::automatic) {
    return {c.configuration.thermalMotion, "configuration.thermal_motion asks for it"};
  }
  if (frames.size() > 1) {
    const auto motion = sim::motionAboutSites(frames, atomVolume(frames.front()));
    return {motion.vibrates ? ThermalMotion::frames : ThermalMotion::series, motion.why};
  }
  // Who names a potential wants it used: what is wrong with it is an error of its own.
  const bool named = c.potential != Case().potential;
  if (named || potentialKnows(c.potential, frames.front().species())) {
    return {ThermalMotion::dynamics, "there is one frame"};
  }
  logWarning(fmt::format(
      "'{}' holds one frame and the potential '{}' does not know its elements: the atoms do not "
      "move, so there are no vibrational descriptors and the images have no thermal motion. Give "
      "several frames with configuration.frames, or a potential with sim.potential",
      c.configuration.file, c.potential));
  return {ThermalMotion::none, "the potential does not know the elements"};
}

// The first line of what is reported.
std::string describedText(const Motion& motion, std::size_t frames) {
  if (motion.source == ThermalMotion::frames) {
    return fmt::format("the mean positions of {} frames ({})", frames, motion.why);
  }
  if (motion.source == ThermalMotion::series) {
    return fmt::format("{} frames one by one, the last for the sample ({})", frames, motion.why);
  }
  if (motion.source == ThermalMotion::none) return "the configuration as it was given";
  return "the inherent structure of the configuration that was given";
}

void requireDynamicsToRelax(const Case& c, const Motion& motion) {
  if (!c.thermalise.relaxBox || motion.source == ThermalMotion::dynamics) return;
  throw Error(
      ErrorKind::usage, "configuration.relax_box needs dynamics",
      fmt::format("the thermal motion of this run is '{}' ({})", textOf(motion.source), motion.why),
      "set configuration.thermal_motion to dynamics, or relax_box to false");
}

void addVibration(sim::Glass& glass) {
  if (glass.snapshots.size() < 2) return;
  const Columns columns = sim::vibration(glass.snapshots, atomVolume(glass.inherent));
  for (const Column& column : columns) glass.inherent.columns.add(column);
}

sim::Glass fromFrames(std::vector<Atoms> frames, bool move) {
  sim::Glass glass;
  glass.lammpsVersion = "none";
  glass.inherent = frames.size() > 1 && move ? sim::meanStructure(frames) : frames.front();
  if (!move) frames.resize(1);
  for (Atoms& frame : frames) frame.columns.clear();
  glass.snapshots = std::move(frames);
  return glass;
}

// A process: there is no mean structure, and the last frame stands for the sample. Its own columns
// are kept.
sim::Glass asSeries(std::vector<Atoms> frames) {
  sim::Glass glass;
  glass.lammpsVersion = "none";
  glass.inherent = frames.back();
  for (Atoms& frame : frames) frame.columns.clear();
  glass.snapshots = std::move(frames);
  return glass;
}

void sayAdoption(const Case& c, const sim::Glass& glass) {
  if (!glass.adoption) return;
  const sim::Adoption& adoption = *glass.adoption;
  const std::string text = fmt::format(
      "the atoms of '{}' were moved by the potential '{}': in it the configuration as given is "
      "under "
      "{:.1f} kbar (forces alone), lies {:.4f} eV per atom above its inherent structure, and moves "
      "by {:.3f} angstrom (rms) to get there",
      c.configuration.file, glass.potential.name, adoption.pressure_bar / 1000,
      adoption.energyShift_eV_per_atom, adoption.shift_A);
  if (c.potential != Case().potential) return logInfo(text);
  logWarning(text +
             ". No sim.potential was named, so this is the default and not necessarily the "
             "one that made it");
}

sim::Glass useConfiguration(const Case& c, const std::filesystem::path& folder,
                            std::string& described) {
  std::vector<Atoms> frames = readConfiguration(c);
  const Motion choice = thermalMotion(c, frames);
  const ThermalMotion motion = choice.source;
  requireDynamicsToRelax(c, choice);
  described = describedText(choice, frames.size());
  logInfo("described: " + described);
  if ((motion == ThermalMotion::frames || motion == ThermalMotion::series) && frames.size() < 2) {
    throw Error(ErrorKind::usage, "The frames carry no motion",
                fmt::format("only one frame of '{}' is selected", c.configuration.file),
                "select several with configuration.frames (all, or first:last:step), or set "
                "configuration.thermal_motion to dynamics or none");
  }
  if (motion == ThermalMotion::series) return asSeries(std::move(frames));
  if (motion != ThermalMotion::dynamics) {
    sim::Glass glass = fromFrames(std::move(frames), motion == ThermalMotion::frames);
    if (motion == ThermalMotion::frames) addVibration(glass);
    return glass;
  }
  if (frames.size() > 1) {
    logWarning(fmt::format("{} frames were selected; the dynamics start from the last one",
                           frames.size()));
  }
  const Atoms& start = frames.back();
  const auto potential = sim::Potential::find(c.potential, start.species());
  sim::Glass glass = sim::thermalise(start, c.thermalise, potential, folder);
  addVibration(glass);
  sayAdoption(c, glass);
  return glass;
}

std::string statesCsv(const sim::DensityOfStates& states) {
  std::string text = "frequency_THz,modes_below,density_per_THz,reduced_density_per_THz3\n";
  const double step = states.resolution_THz();
  for (double nu = step; nu < states.top_THz(); nu += step) {
    const double density = states.density_per_THz(nu);
    text += fmt::format("{},{},{},{}\n", nu, states.count(nu), density, density / (nu * nu));
  }
  return text;
}

Json vibrationFacts(const sim::HarmonicVibrations& found) {
  return {{"soft_edge_THz", found.softEdge_THz},
          {"modes_in_window", found.modesInWindow},
          {"spectrum_ends_THz", found.states.top_THz()},
          {"harmonic_u2_A2", found.meanU2_A2},
          {"harmonic_u2_quantum_A2", found.meanU2Quantum_A2},
          {"modes_counted_as_at_least_THz", found.lowestCounted_THz},
          {"force_norm_eV_per_A", found.forceNorm_eV_per_A},
          {"rigid_motions", found.rigidMotions},
          {"vectors", found.vectors},
          {"order", found.order}};
}

Json elasticFacts(const sim::ElasticResponse& found) {
  Json tensor = Json::array();
  for (int row = 0; row < 6; ++row) {
    for (int column = 0; column < 6; ++column) tensor.push_back(found.relaxed_GPa(row, column));
  }
  return {{"shear_modulus_GPa", sim::shearModulus(found.relaxed_GPa)},
          {"bulk_modulus_GPa", sim::bulkModulus(found.relaxed_GPa)},
          {"affine_shear_modulus_GPa", sim::shearModulus(found.affine_GPa)},
          {"affine_bulk_modulus_GPa", sim::bulkModulus(found.affine_GPa)},
          {"tensor_GPa", tensor},
          {"asymmetry_GPa", found.asymmetry_GPa},
          {"residual", found.residual}};
}

// A sample that has no harmonic vibrations or moduli is still a sample: the run goes on without
// these columns, and says why.
template <class Work>
void unlessItHasNone(const char* what, const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input && error.kind() != ErrorKind::usage) throw;
    logWarning(std::string(what) + ": " + error.problem() + " (" + error.why() + "); " +
               error.remedy());
  }
}

// What forces tell of the inherent structure. Tables are looked at by rank 0 alone, finite
// differences of forces by all ranks.
void addForceColumns(const Case& c, const RunDirectory& run, sim::Glass& glass, Json& facts) {
  if (glass.potential.name.empty()) return;
  const auto potential = sim::Potential::find(glass.potential.name, glass.inherent.species());
  if (!Mpi::isRoot() && potential.eamData()) return;
  if (c.vibrations.enabled) {
    unlessItHasNone("vibrations", [&] {
      const auto found = sim::addSoftSpots(potential, glass.inherent, c.vibrations);
      if (!found) {
        logInfo("vibrations: left out, the potential has no tables and differences take too long");
        return;
      }
      facts["vibrations"] = vibrationFacts(*found);
      if (!Mpi::isRoot()) return;
      writeFileAtomically(run.thermo().parent_path() / "density_of_states.csv",
                          statesCsv(found->states));
    });
  }
  const bool bulk =
      glass.inherent.box.fullyPeriodic() && !sim::freeMotion(glass.inherent).hasVacuum();
  if (!c.elasticity.enabled || !bulk) return;
  unlessItHasNone("elasticity", [&] {
    const auto found = sim::addLocalModuli(potential, glass.inherent, c.elasticity);
    if (found) facts["elasticity"] = elasticFacts(*found);
  });
}

}  // namespace

std::string runSimStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  const std::filesystem::path folder = run.path("sim");
  sim::Glass glass;
  std::string described = "the inherent structure of the glass that was made";
  if (c.configuration.file.empty()) {
    const auto potential = sim::Potential::find(c.potential, c.meltQuench.elements);
    glass = sim::meltQuench(c.meltQuench, potential, folder);
    addVibration(glass);
  } else {
    glass = useConfiguration(c, folder, described);
  }
  Json facts;
  facts["described"] = described;
  if (!glass.potential.name.empty()) facts["potential"] = potentialFacts(glass.potential);
  facts["lammps"] = glass.lammpsVersion;
  facts["atoms"] = glass.inherent.size();
  facts["snapshots"] = glass.snapshots.size();
  if (glass.adoption) facts["adoption"] = adoptionFacts(*glass.adoption);
  addStateFacts(facts, glass);
  addForceColumns(c, run, glass, facts);
  if (!c.configuration.file.empty()) {
    facts["configuration_file"] = std::filesystem::path(c.configuration.file).filename().string();
    facts["configuration_hash"] = hashFile(c.configuration.file);
  }
  facts["stage_hash"] = hash;
  if (Mpi::isRoot()) {
    // Moved, not copied: the atoms may fill the memory.
    std::vector<H5mdTrajectory> trajectories(2);
    trajectories[0] = {"snapshots", std::move(glass.snapshots)};
    trajectories[1].group = "reference";
    trajectories[1].frames.push_back(std::move(glass.inherent));
    writeH5md(run.structure(), trajectories, facts.dump());
    writeFileAtomically(run.thermo(), thermoCsv(glass.thermo));
    sim::discardCheckpoint(folder);  // the result is safe
  }
  return facts.dump();
}

}  // namespace glasscope::pipeline
