#include "sim/deformation/StrainedSample.h"

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "sim/lammps/LammpsCell.h"
#include "sim/statics/FreeMotion.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

Atoms standingBulk(const Atoms& atoms) {
  if (!atoms.box.fullyPeriodic() || freeMotion(atoms).hasVacuum()) {
    throw Error(ErrorKind::usage, "a sample with free surfaces is not strained by its box",
                "the box is open, or there is vacuum in it", "take a sample that fills its box");
  }
  Atoms standing = atoms;
  standing.velocities.clear();
  return standing;
}

Mat3 stressOf(const Lammps& lammps) {
  const auto component = [&](const char* name) {
    return -constants::kGPa_per_bar * lammps.thermo(name);
  };
  Mat3 stress;
  stress(0, 0) = component("pxx");
  stress(1, 1) = component("pyy");
  stress(2, 2) = component("pzz");
  stress(0, 1) = stress(1, 0) = component("pxy");
  stress(0, 2) = stress(2, 0) = component("pxz");
  stress(1, 2) = stress(2, 1) = component("pyz");
  return stress;
}

}  // namespace

StrainedSample::StrainedSample(const Potential& potential, const Atoms& atoms,
                               double forceTolerance_eV_per_A)
    : sample_(potential, standingBulk(atoms)), tolerance_(forceTolerance_eV_per_A) {
  // LAMMPS knows the stress between runs only when its last output asked for it.
  sample_.lammps().commands({"change_box all triclinic",
                             "thermo_style custom step temp pe press vol pxx pyy pzz pxy pxz pyz",
                             "thermo_modify norm no flush yes"});
  start_ = sample_.lammps().box();
}

// Edges along the columns of an upper triangular matrix; the lower corner stays.
LammpsBox StrainedSample::boxAt(StrainPath path, double strain) const {
  const Mat3 edges = deformationGradient(path, strain) * matrixOf(start_);
  LammpsBox box = start_;
  box.high = start_.low + edges.diagonal();
  box.xy = edges(0, 1);
  box.xz = edges(0, 2);
  box.yz = edges(1, 2);
  return box;
}

StrainedSample::State StrainedSample::at(StrainPath path, double strain) {
  Lammps& lammps = sample_.lammps();
  lammps.command(changeBoxCommand(boxAt(path, strain), true));
  State state;
  state.strain = strain;
  state.forceNorm_eV_per_A = lowerEnergy(lammps, tolerance_);
  lammps.command("run 0 post no");
  state.energy_eV = lammps.thermo("pe");
  state.volume_A3 = lammps.thermo("vol");
  state.stress_GPa = stressOf(lammps);
  state.positions = lammps.positions();
  state.images = lammps.images();
  return state;
}

void StrainedSample::putBack(StrainPath path, const State& state) {
  Lammps& lammps = sample_.lammps();
  lammps.command(changeBoxCommand(boxAt(path, state.strain), true));
  lammps.setPositions(state.positions);
  lammps.setImages(state.images);
}

}  // namespace glasscope::sim
