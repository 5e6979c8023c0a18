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
  const double pressure = stage.pressureOr_bar(protocol.pressure_bar);
  const std::string under = fmt::format("{:.17g} {:.17g} 1.0", pressure, pressure);
  std::string barostat = "iso " + under;
  if (stage.strain) {
    barostat.clear();
    for (int axis = 0; axis < 3; ++axis) {
      if (axis == componentOf(stage.strain->path)[0]) continue;
      barostat += fmt::format("{}{} {}", barostat.empty() ? "" : " ", "xyz"[axis], under);
    }
  }
  return fmt::format("fix {} all npt {} {} fixedpoint {:.17g} {:.17g} {:.17g}", stage.name, ramp,
                     barostat, fixedPoint.x(), fixedPoint.y(), fixedPoint.z());
}

// Positions are moved with the box, velocities are not: they are those of the thermal motion alone.
std::vector<std::string> strainCommands(const ProtocolStage& stage, const std::string& height) {
  if (!stage.strain) return {};
  const auto [row, column] = componentOf(stage.strain->path);
  const std::string_view path = textOf(stage.strain->path);
  if (row == column) {
    return {fmt::format("fix {}_box all deform 1 {} scale {:.17g} remap x", stage.name, path,
                        1 + stage.strain->strain)};
  }
  return {
      "change_box all triclinic",
      fmt::format("variable {}_lean equal {:.17g}*{}", stage.name, stage.strain->strain, height),
      fmt::format("fix {}_box all deform 1 {} delta ${{{}_lean}} remap x", stage.name, path,
                  stage.name)};
}

std::vector<std::string> relaxBoxCommands(double pressure_bar) {
  return {fmt::format("fix relax_box all box/relax iso {:.17g} vmax 0.001", pressure_bar),
          "min_style cg", "min_modify dmax 0.1 line quadratic",
          fmt::format("minimize 0 {:g} 200 100000", kForceTolerance_eV_per_A), "unfix relax_box"};
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

std::string linesOf(const std::vector<std::string>& commands) {
  std::string text;
  for (const std::string& command : commands) text += command + "\n";
  return text;
}

std::string descentText() {
  return fmt::format(
      "min_style cg\nmin_modify dmax 0.1 line quadratic\nminimize 0 {:g} 10000 100000\n",
      kForceTolerance_eV_per_A);
}

std::string stateText(const ProtocolStage& stage) {
  return stage.state.empty() ? "" : "write_data state_" + stage.state + ".data nocoeff\n";
}

// The edge across which a shear acts, as LAMMPS finds it when the stage begins.
std::string heightText(const ProtocolStage& stage) {
  return !stage.strain ? "" : componentOf(stage.strain->path)[1] == 1 ? "ly" : "lz";
}

std::string minimumText(const Protocol& protocol, const ProtocolStage& stage) {
  const bool relaxes = stage.action == StageAction::relax;
  std::string text = fmt::format("\n# {}: to the nearest minimum{}\nvelocity all set 0 0 0\n",
                                 stage.name, relaxes ? " of atoms and box" : "");
  if (relaxes) text += linesOf(relaxBoxCommands(stage.pressureOr_bar(protocol.pressure_bar)));
  return text + descentText() + stateText(stage);
}

// Random velocities of the lammps program are others than ours, of the same temperature.
std::string velocityText(const Protocol& protocol, const ProtocolStage& stage) {
  if (!stage.drawsVelocities) return "";
  return fmt::format("velocity all create {:.17g} {} mom yes rot no dist gaussian\n", stage.from_K,
                     1 + protocol.seed % 1000000);
}

std::string stageText(const Protocol& protocol, const ProtocolStage& stage,
                      const DeckSample& sample) {
  if (stage.action != StageAction::dynamics) return minimumText(protocol, stage);
  std::string text = fmt::format("\n# {}: {:.6g} ps, {:.6g} to {:.6g} K\n", stage.name,
                                 static_cast<double>(stage.steps) * protocol.timestep_fs / 1000,
                                 stage.from_K, stage.to_K);
  text += velocityText(protocol, stage);
  if (stage.inMeanBox && !sample.meanBoxCommand.empty()) {
    text += "# the mean volume of the stage before\n" + sample.meanBoxCommand + "\n";
  }
  if (stage.keepFrames) {
    text += fmt::format(
        "dump snapshots all custom {} snapshots.dump id type xu yu zu vx vy vz\n"
        "dump_modify snapshots sort id first no\n",
        stage.sliceSteps);
  }
  text += linesOf(strainCommands(stage, heightText(stage)));
  text += ensembleCommand(protocol, stage, sample.fixedPoint) + "\n";
  text += linesOf(freedomCommands(stage, sample.freedomsTaken));
  text += fmt::format("run {}\nunfix {}\n", stage.steps, stage.name);
  if (stage.strain) text += fmt::format("unfix {}_box\n", stage.name);
  return text + stateText(stage);
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
  if (protocol.stages.back().keepFrames) {
    text += "\n# inherent structure of the first snapshot (here: of the last configuration)\n" +
            descentText() + "write_data inherent.data\n";
  }
  return text;
}

}  // namespace glasscope::sim
