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
  Atoms standing = atoms;
  standing.velocities.clear();
  Sample sample(potential, standing);
  tallyAtomEnergies(sample.lammps());
  sample.lammps().command("run 0 post no");
  // Without the kinetic part: the atoms stand.
  Lammps& lammps = sample.lammps();
  return {lammps.thermo("pe"), lammps.atomCompute("atomEnergy"), sample.forces(),
          lammps.thermo("press")};
}

void stopIfAsked(const std::string& what) {
  if (Mpi::maximum(static_cast<std::int64_t>(interruptRequested())) == 0) return;
  throw Error(ErrorKind::interrupted, what + " was interrupted", "a signal asked for it",
              "run the same command again");
}

namespace {

double normOfForces(const Lammps& lammps) {
  double sum = 0;
  for (const Vec3& force : lammps.forces()) sum += force.squaredNorm();
  return std::sqrt(sum);
}

// One minimiser, in portions so that a stop is noticed, until the forces are small, it is stuck
// ("linesearch alpha is zero"), or the steps are used up. Returns the norm of all forces left.
double minimiseBy(Lammps& lammps, double tolerance, const char* style, const char* options) {
  constexpr std::int64_t kMost = 10000;
  constexpr std::int64_t kPortion = 200;
  lammps.commands({std::string("min_style ") + style, std::string("min_modify ") + options});
  double left = 0;
  for (std::int64_t done = 0; done < kMost; done += kPortion) {
    const std::int64_t before = lammps.step();
    lammps.command(fmt::format("minimize 0 {:g} {} 100000", tolerance, kPortion));
    left = normOfForces(lammps);
    if (left <= tolerance || lammps.step() < before + kPortion) break;
    stopIfAsked("the minimisation");
  }
  return left;
}

}  // namespace

// Conjugate gradients with two line searches stop where the
// energy does not fall any more to rounding, or at a knot of a table; damped dynamics (Bitzek et
// al., Phys. Rev. Lett. 97, 170201 (2006)) look at forces alone.
double lowerEnergy(Lammps& lammps, double tolerance_eV_per_A) {
  struct Attempt {
    const char *style, *options;
  };
  constexpr Attempt kAttempts[] = {{"cg", "dmax 0.1 line quadratic"},
                                   {"cg", "dmax 0.1 line backtrack"},
                                   {"cg", "dmax 0.1 line quadratic"},
                                   {"fire", "dmax 0.1"},
                                   {"cg", "dmax 0.1 line quadratic"}};
  lammps.command("thermo 100");
  double left = 0;
  for (const Attempt& attempt : kAttempts) {
    left = minimiseBy(lammps, tolerance_eV_per_A, attempt.style, attempt.options);
    if (left <= tolerance_eV_per_A) return left;
    stopIfAsked("the minimisation");
  }
  return left;
}

double minimise(Lammps& lammps) {
  const double left = lowerEnergy(lammps, kForceTolerance_eV_per_A);
  if (left <= kForceTolerance_eV_per_A) return left;
  logWarning(fmt::format(
      "the inherent structure is not converged: the norm of all forces is {:.2g} eV/angstrom where "
      "{:g} was asked for, and the minimiser is stuck; energies and modes are of that "
      "configuration",
      left, kForceTolerance_eV_per_A));
  return left;
}

namespace {

// KIM models divide the energy of many-body terms among atoms as their author chose, LAMMPS as its
// pair style does: the sums agree, the parts need not (Stillinger-Weber: correlation -0.08).
std::string partitionText(const Potential& potential) {
  if (potential.identity().style == PotentialStyle::kim) {
    return "many-body terms divided among the atoms as the KIM model does, which may differ from "
           "LAMMPS' own pair style";
  }
  return fmt::format("many-body terms divided among the atoms as LAMMPS' pair style {} does",
                     textOf(potential.identity().style));
}

std::string convergenceText(double left) {
  if (left <= kForceTolerance_eV_per_A) return "";
  return fmt::format("; NOT CONVERGED: the norm of all forces is {:.2g} eV/angstrom", left);
}

}  // namespace

Atoms inherentStructure(const Potential& potential, const Atoms& atoms,
                        const std::filesystem::path& logFolder) {
  Sample sample(potential, atoms, logFolder.empty() ? logFolder : logFolder / "minimise.log");
  tallyAtomEnergies(sample.lammps());
  const double left = minimise(sample.lammps());
  sample.lammps().command("run 0 post no");
  Atoms result = sample.fetch();
  result.velocities.clear();
  result.columns.add(
      {"inherent_energy_eV", "eV",
       "potential energy of the atom in the inherent structure (energy minimum in the "
       "same box), " +
           partitionText(potential) + convergenceText(left),
       sample.lammps().atomCompute("atomEnergy")});
  result.source = "inherent structure";
  result.step = atoms.step;
  result.time_ps = atoms.time_ps;
  return result;
}

}  // namespace glasscope::sim
