#include "sim/quench/Descent.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "sim/quench/InputDeck.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {

namespace {

// A hundredth of what a strain of 1e-4 would make of a metallic glass (bulk modulus 120 GPa).
constexpr double kPressureLeft_bar = 12;

// LAMMPS moves box and atoms together and stops early, because it measures the box against the one
// that it began with: it begins again from there, until the pressure is what it is to be.
void relaxBox(Lammps& lammps, double pressure_bar) {
  constexpr int kMostRounds = 20;
  double left = 0;
  for (int round = 0; round < kMostRounds; ++round) {
    lammps.commands(relaxBoxCommands(pressure_bar));
    lowerEnergy(lammps, kForceTolerance_eV_per_A);
    left = std::abs(lammps.thermo("press") - pressure_bar);
    if (left <= kPressureLeft_bar) return;
    stopIfAsked("the relaxation of the box");
  }
  logWarning(fmt::format(
      "the relaxed box is under a pressure that is {:.3g} bar from the one asked for", left));
}

}  // namespace

void descend(Sample& sample, StageAction action, double pressure_bar) {
  Lammps& lammps = sample.lammps();
  lammps.command("velocity all set 0 0 0");
  if (action == StageAction::relax) relaxBox(lammps, pressure_bar);
  minimise(lammps);
  // Damped dynamics, one of the minimisers, leaves velocities.
  lammps.commands({"velocity all set 0 0 0", "run 0 post no"});
}

}  // namespace glasscope::sim
