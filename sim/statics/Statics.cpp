#include "sim/statics/Statics.h"

#include <cmath>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "sim/lammps/Sample.h"

namespace glasscope::sim {
namespace {

struct Site {
  Vec3 fraction;
  int element;
};

std::vector<Site> sitesOf(LatticeKind kind) {
  switch (kind) {
    case LatticeKind::fcc:
      return {{{0, 0, 0}, 0}, {{.5, .5, 0}, 0}, {{.5, 0, .5}, 0}, {{0, .5, .5}, 0}};
    case LatticeKind::bcc:
      return {{{0, 0, 0}, 0}, {{.5, .5, .5}, 0}};
    case LatticeKind::b2:
      return {{{0, 0, 0}, 0}, {{.5, .5, .5}, 1}};
    case LatticeKind::diamond:
      break;
  }
  std::vector<Site> sites = sitesOf(LatticeKind::fcc);
  for (std::size_t i = 0; i < 4; ++i) sites.push_back({sites[i].fraction + Vec3(.25, .25, .25), 0});
  return sites;
}

// Per-atom energies are current only when the last thermodynamic output asked for them.
void tallyAtomEnergies(Lammps& lammps) {
  lammps.commands({"compute atomEnergy all pe/atom",
                   "compute atomEnergySum all reduce sum c_atomEnergy",
                   "thermo_style custom step temp pe press vol c_atomEnergySum",
                   "thermo_modify norm no flush yes"});
}

}  // namespace

Atoms latticeAtoms(LatticeKind kind, double latticeConstant_A, const std::vector<int>& elements,
                   int cells) {
  const std::size_t wanted = kind == LatticeKind::b2 ? 2 : 1;
  if (elements.size() != wanted || cells < 1 || !(latticeConstant_A > 0)) {
    throw Error(ErrorKind::usage, "this crystal cannot be built",
                "it needs " + std::to_string(wanted) +
                    " element(s), a positive lattice constant and at least one cell",
                "correct the request");
  }
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(latticeConstant_A * cells));
  for (int x = 0; x < cells; ++x) {
    for (int y = 0; y < cells; ++y) {
      for (int z = 0; z < cells; ++z) {
        for (const Site& site : sitesOf(kind)) {
          atoms.add(elements[static_cast<std::size_t>(site.element)],
                    latticeConstant_A * (Vec3(x, y, z) + site.fraction));
        }
      }
    }
  }
  atoms.source = "crystal";
  return atoms;
}

double latticeEnergy_eV(const Potential& potential, LatticeKind kind, double latticeConstant_A,
                        const std::vector<int>& elements) {
  const int cells =
      std::max(2, static_cast<int>(std::ceil(2 * potential.cutoff_A() / latticeConstant_A)));
  const Atoms atoms = latticeAtoms(kind, latticeConstant_A, elements, cells);
  return staticState(potential, atoms).energy_eV / static_cast<double>(atoms.size());
}

StaticState staticState(const Potential& potential, const Atoms& atoms) {
  Sample sample(potential, atoms);
  tallyAtomEnergies(sample.lammps());
  sample.lammps().command("run 0 post no");
  return {sample.lammps().thermo("pe"), sample.lammps().atomCompute("atomEnergy"), sample.forces()};
}

namespace {

// Conjugate gradients until the norm of all forces is below the tolerance, or the energy cannot
// be lowered any more; in portions, so that a stop is noticed.
void minimise(Lammps& lammps) {
  constexpr std::int64_t kPortion = 200, kMost = 10000;
  lammps.commands({"min_style cg", "min_modify dmax 0.1 line quadratic", "thermo 100"});
  const std::int64_t first = lammps.step();
  for (std::int64_t before = first; before < first + kMost; before += kPortion) {
    lammps.command(fmt::format("minimize 0 {:g} {} 100000", kForceTolerance_eV_per_A, kPortion));
    if (lammps.step() < before + kPortion) return;
    if (Mpi::maximum(static_cast<std::int64_t>(interruptRequested())) == 0) continue;
    throw Error(ErrorKind::interrupted, "the minimisation was interrupted", "a signal asked for it",
                "run the same command again");
  }
  logWarning("the inherent structure is not converged after " + std::to_string(kMost) +
             " steps of the minimiser");
}

}  // namespace

Atoms inherentStructure(const Potential& potential, const Atoms& atoms,
                        const std::filesystem::path& logFolder) {
  Sample sample(potential, atoms, logFolder.empty() ? logFolder : logFolder / "minimise.log");
  tallyAtomEnergies(sample.lammps());
  minimise(sample.lammps());
  sample.lammps().command("run 0 post no");
  Atoms result = sample.fetch();
  result.velocities.clear();
  result.columns.add(
      {"inherent_energy_eV", "eV",
       "potential energy of the atom in the inherent structure (energy minimum in the "
       "same box), with LAMMPS' partition of many-body terms",
       sample.lammps().atomCompute("atomEnergy")});
  result.source = "inherent structure";
  result.step = atoms.step;
  result.time_ps = atoms.time_ps;
  return result;
}

}  // namespace glasscope::sim
