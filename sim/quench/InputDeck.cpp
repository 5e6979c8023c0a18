#include "sim/quench/InputDeck.h"

#include <fmt/format.h>

#include "sim/lammps/LammpsCell.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {

// Damping times: 0.1 ps (50 steps) for the thermostat and 1 ps for the barostat, as usual for
// metals.
std::string ensembleCommand(const Protocol& protocol, const ProtocolStage& stage,
                            const Vec3& fixedPoint) {
  const std::string ramp = fmt::format("temp {:.17g} {:.17g} 0.1", stage.from_K, stage.to_K);
  if (!stage.constantPressure) return fmt::format("fix {} all nvt {}", stage.name, ramp);
  return fmt::format("fix {} all npt {} iso {:.17g} {:.17g} 1.0 fixedpoint {:.17g} {:.17g} {:.17g}",
                     stage.name, ramp, protocol.pressure_bar, protocol.pressure_bar, fixedPoint.x(),
                     fixedPoint.y(), fixedPoint.z());
}

std::vector<std::string> freedomCommands(const ProtocolStage& stage, int freedomsTaken) {
  if (freedomsTaken == 3) return {};
  std::vector<std::string> commands;
  for (const std::string& compute : {stage.name + "_temp", std::string("thermo_temp")}) {
    commands.push_back(fmt::format("compute_modify {} extra/dof {}", compute, freedomsTaken));
  }
  return commands;
}

namespace {

std::string stageText(const Protocol& protocol, const ProtocolStage& stage,
                      const DeckSample& sample) {
  std::string text = fmt::format("\n# {}: {:.6g} ps, {:.6g} to {:.6g} K\n", stage.name,
                                 static_cast<double>(stage.steps) * protocol.timestep_fs / 1000,
                                 stage.from_K, stage.to_K);
  if (stage.inMeanBox && !sample.meanBoxCommand.empty()) {
    text += "# the mean volume of the stage before\n" + sample.meanBoxCommand + "\n";
  }
  if (stage.keepFrames) {
    text += fmt::format(
        "dump snapshots all custom {} snapshots.dump id type xu yu zu vx vy vz\n"
        "dump_modify snapshots sort id first no\n",
        stage.sliceSteps);
  }
  text += ensembleCommand(protocol, stage, sample.fixedPoint) + "\n";
  for (const std::string& command : freedomCommands(stage, sample.freedomsTaken)) {
    text += command + "\n";
  }
  text += fmt::format("run {}\nunfix {}\n", stage.steps, stage.name);
  return text;
}

}  // namespace

std::string inputDeck(const Protocol& protocol, const Potential& potential,
                      const DeckSample& sample) {
  std::string text = "# " + protocol.label + ", written by Glasscope: the same protocol for the " +
                     "lammps program.\n# Potential " + potential.identity().name + ": " +
                     potential.identity().citation + "\n\n";
  for (const std::string& command : potential.unitCommands()) text += command + "\n";
  text += "atom_style atomic\n" + boundaryCommand(sample.periodic) +
          "\nbox tilt large\nread_data start.data\n";
  for (const std::string& command : sample.interactionCommands) text += command + "\n";
  text += fmt::format("timestep {:.17g}\nthermo 100\nthermo_style custom step temp pe press vol\n",
                      protocol.timestep_fs / 1000);
  for (const ProtocolStage& stage : protocol.stages) text += stageText(protocol, stage, sample);
  text += fmt::format(
      "\n# inherent structure of the first snapshot (here: of the last configuration)\n"
      "min_style cg\nmin_modify dmax 0.1 line quadratic\nminimize 0 {:g} 10000 100000\n"
      "write_data inherent.data\n",
      kForceTolerance_eV_per_A);
  return text;
}

}  // namespace glasscope::sim
