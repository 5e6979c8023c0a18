#include "sim/quench/Descent.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "sim/quench/InputDeck.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {

namespace {

// LAMMPS moves box and atoms together and stops early, because it measures the box against the one
// that it began with: it begins again from there, until the pressure is what it is to be.
void relaxBox(Lammps& lammps, double pressure_bar) {
  const double left_bar = relaxByRounds([&] {
    lammps.commands(relaxBoxCommands(pressure_bar));
    lowerEnergy(lammps, kForceTolerance_eV_per_A);
    const double left = std::abs(lammps.thermo("press") - pressure_bar);
    if (left > kPressureLeft_bar) stopIfAsked("the relaxation of the box");
    return left;
  });
  if (left_bar <= kPressureLeft_bar) return;
  logWarning(fmt::format(
      "the relaxed box is under a pressure that is {:.3g} bar from the one asked for", left_bar));
}

}  // namespace

double relaxByRounds(const std::function<double()>& round) {
  constexpr int kMostRounds = 20;
  double left_bar = round();
  for (int done = 1; done < kMostRounds && left_bar > kPressureLeft_bar; ++done) left_bar = round();
  return left_bar;
}

void descend(Sample& sample, StageAction action, double pressure_bar) {
  Lammps& lammps = sample.lammps();
  lammps.command("velocity all set 0 0 0");
  if (action == StageAction::relax) relaxBox(lammps, pressure_bar);
  minimise(lammps);
  // Damped dynamics, one of the minimisers, leaves velocities.
  lammps.commands({"velocity all set 0 0 0", "run 0 post no"});
}

Atoms relaxed(const Potential& potential, const Atoms& atoms, double pressure_bar,
              const std::filesystem::path& folder) {
  Sample sample(potential, atoms, folder / "relax.log");
  sample.lammps().command("run 0 post no");
  const double count = static_cast<double>(atoms.size());
  const double before_eV = sample.lammps().thermo("pe") / count;
  descend(sample, StageAction::relax, pressure_bar);
  Atoms minimum = sample.fetch();
  minimum.velocities.clear();
  minimum.columns = atoms.columns;
  logInfo(fmt::format(
      "relaxed in the potential '{}': {:.4f} eV and {:.3f} cubic angstrom an atom, after {:.4f} eV "
      "and {:.3f}",
      potential.identity().name, sample.lammps().thermo("pe") / count, minimum.box.volume() / count,
      before_eV, atoms.box.volume() / count));
  return minimum;
}

}  // namespace glasscope::sim
