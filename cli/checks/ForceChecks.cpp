// Checks of what forces tell: force constants, moduli, non-affine motion.
#include <algorithm>
#include <cmath>

#include "cli/checks/Check.h"
#include "core/math/Pressure.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "sim/deformation/NonAffineMotion.h"
#include "sim/elasticity/ElasticResponse.h"
#include "sim/potentials/Potential.h"
#include "sim/springs/PairSprings.h"
#include "sim/springs/StillingerWeberSprings.h"
#include "sim/statics/Statics.h"

namespace glasscope::cli {

namespace {

Atoms rattled(sim::LatticeKind kind, double constant_A, const std::vector<int>& elements,
              int cells) {
  Atoms atoms = sim::latticeAtoms(kind, constant_A, elements, cells);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(1, "validate_rattle", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += 0.1 * random.normal();
  }
  return atoms;
}

// Runs what needs the potential; says why not where it is missing.
template <class Measure>
Check withPotential(Check check, const char* name, const std::vector<int>& elements,
                    const Measure& measure) {
  try {
    measure(check, sim::Potential::find(name, elements));
  } catch (const Error& error) {
    check.notRunWhy = error.problem();
  }
  return check;
}

// What the springs say of all forces when the atom at one place moves, against LAMMPS: relative.
double offDifferences(const sim::Springs<double>& springs, Atoms atoms,
                      const sim::Potential& potential, double step_A) {
  constexpr std::size_t kPlace = 50;
  const auto moved = static_cast<std::size_t>(springs.atoms().input[kPlace]);
  sim::Block<double> x(springs.rows()), y(springs.rows());
  x.row(3 * kPlace)[0] = 1;
  springs.apply(x, y, nullptr, 1, 0, 0);
  atoms.positions[moved].x() += step_A;
  const auto above = sim::staticState(potential, atoms).force_eV_per_A;
  atoms.positions[moved].x() -= 2 * step_A;
  const auto below = sim::staticState(potential, atoms).force_eV_per_A;
  double difference = 0, all = 0;
  for (std::size_t row = 0; row < y.rows(); ++row) {
    const auto i = static_cast<std::size_t>(springs.atoms().input[row / 3]);
    const auto axis = static_cast<int>(row % 3);
    const double expected = (below[i][axis] - above[i][axis]) / (2 * step_A);
    difference += std::pow(y.row(row)[0] - expected, 2);
    all += expected * expected;
  }
  return std::sqrt(difference / all);
}

Check forceConstants() {
  Check check;
  check.quantity = "force constants of a rattled CuZr crystal, less LAMMPS' forces by differences";
  check.expected = 0;
  check.tolerance = 1e-6;  // 15 digits of forces over the step
  check.unit = "relative";
  check.source = "LAMMPS, central differences of 1e-6 angstrom";
  return withPotential(check, "mendelev-2009", {29, 40}, [](Check& c, const sim::Potential& p) {
    const Atoms atoms = rattled(sim::LatticeKind::b2, 3.24, {29, 40}, 5);
    const sim::PairSprings<double> springs(
        *sim::EamTables::of(p), p.elements(), atoms,
        {.massWeighted = false, .curvature = sim::Curvature::piecewise});
    c.found = offDifferences(springs, atoms, p, 1e-6);
  });
}

Check forceConstantsOfSilicon() {
  Check check;
  check.quantity = "force constants of a rattled Si crystal, less LAMMPS' forces by differences";
  check.expected = 0;
  check.tolerance = 1e-8;  // analytic energies: the third derivative, and 15 digits over the step
  check.unit = "relative";
  check.source = "LAMMPS, central differences of 1e-5 angstrom";
  return withPotential(check, "sw-si-1985", {14}, [](Check& c, const sim::Potential& p) {
    const Atoms atoms = rattled(sim::LatticeKind::diamond, 5.43095, {14}, 3);
    c.found = offDifferences(
        sim::StillingerWeberSprings<double>(*sim::StillingerWeber::of(p), atoms, false), atoms, p,
        1e-5);
  });
}

Check bulkModulusOfSilicon() {
  Check check;
  check.quantity = "diamond silicon, sw-si-1985: bulk modulus from force constants";
  check.tolerance = 0.05;  // the fourth derivative over steps of 0.01 angstrom
  check.unit = "GPa";
  check.source = "V d2E/dV2 of LAMMPS' energies";
  return withPotential(check, "sw-si-1985", {14}, [](Check& c, const sim::Potential& p) {
    constexpr double kConstant_A = 5.43095, kStep_A = 0.01;
    const auto energy = [&p](double a) {
      return sim::latticeEnergy_eV(p, sim::LatticeKind::diamond, a, {14});
    };
    const double second =
        (energy(kConstant_A + kStep_A) - 2 * energy(kConstant_A) + energy(kConstant_A - kStep_A)) /
        (kStep_A * kStep_A);
    // The volume of an atom is a^3 / 8; at the minimum of the energy dE/da does not enter.
    c.expected = constants::kGPa_per_eV_per_A3 * second * 8 / (9 * kConstant_A);
    const Atoms atoms = sim::latticeAtoms(sim::LatticeKind::diamond, kConstant_A, {14}, 3);
    c.found = sim::bulkModulus(sim::elasticResponse(p, atoms)->relaxed_GPa);
  });
}

Check bulkModulusOfCopper() {
  Check check;
  check.quantity = "fcc copper, mendelev-2009: bulk modulus from force constants";
  check.tolerance =
      2;  // the energies are differences over 0.01 angstrom, through knots of the table
  check.unit = "GPa";
  check.source = "V d2E/dV2 of LAMMPS' energies";
  return withPotential(check, "mendelev-2009", {29}, [](Check& c, const sim::Potential& p) {
    constexpr double kConstant_A = 3.63909, kStep_A = 0.01;
    const auto energy = [&p](double a) {
      return sim::latticeEnergy_eV(p, sim::LatticeKind::fcc, a, {29});
    };
    const double second =
        (energy(kConstant_A + kStep_A) - 2 * energy(kConstant_A) + energy(kConstant_A - kStep_A)) /
        (kStep_A * kStep_A);
    // The volume of an atom is a^3 / 4; at the minimum of the energy dE/da does not enter.
    c.expected = constants::kGPa_per_eV_per_A3 * second * 4 / (9 * kConstant_A);
    const Atoms atoms = sim::latticeAtoms(sim::LatticeKind::fcc, kConstant_A, {29}, 5);
    c.found = sim::bulkModulus(
        sim::elasticResponse(*sim::EamTables::of(p), p.elements(), atoms).relaxed_GPa);
  });
}

Check affineMotion() {
  const Atoms atoms = rattled(sim::LatticeKind::b2, 3.24, {29, 40}, 4);
  Mat3 map = Mat3::Identity();
  map(0, 1) = 0.1;
  map(2, 2) = 0.97;
  Atoms strained = atoms;
  strained.box = Box(map * atoms.box.matrix());
  for (Vec3& position : strained.positions) position = map * position;
  Check check;
  check.quantity = "largest D2min of a sample that is strained by 10 %";
  check.expected = 0;
  check.tolerance = 1e-20;  // rounding of coordinates, squared
  check.unit = "angstrom^2";
  check.source = "exact: an affine map";
  for (const double d2min : sim::nonAffineMotion(atoms, strained, 4).d2min_A2) {
    check.found = std::max(check.found, d2min);
  }
  return check;
}

}  // namespace

std::vector<Check> forceChecks() {
  return {forceConstants(), forceConstantsOfSilicon(), bulkModulusOfCopper(),
          bulkModulusOfSilicon(), affineMotion()};
}

}  // namespace glasscope::cli
