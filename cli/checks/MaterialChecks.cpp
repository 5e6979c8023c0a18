// Checks of the random numbers, the interatomic potentials and the tessellation.
#include <cmath>

#include <fmt/format.h>

#include "cli/checks/Check.h"
#include "core/atoms/Atoms.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/Statics.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/structure/Describe.h"

namespace glasscope::cli {

namespace {

constexpr const char* kMeasured = "measured with LAMMPS 29 Sep 2021 and OpenKIM";
// Each atom has two bonds of depth epsilon. This model's epsilon is 2.1682 eV as in the paper;
// LAMMPS's own file has 2.1683, hence -4.3366 eV there.
constexpr const char* kSilicon = "exact: -2 epsilon, epsilon = 2.1682 eV (Stillinger, Weber 1985)";

struct Anchor {
  std::string potential;
  sim::LatticeKind lattice;
  std::vector<int> elements;
  double constant_A, energy_eV;
  std::string what;
  const char* source = kMeasured;
};

Check energyCheck(const Anchor& anchor) {
  Check check;
  check.quantity = fmt::format("{}, {}: energy per atom", anchor.what, anchor.potential);
  check.expected = anchor.energy_eV;
  check.tolerance = 2e-6;  // the anchors are rounded to 1e-6 eV
  check.unit = "eV";
  check.source = anchor.source;
  try {
    const auto potential = sim::Potential::find(anchor.potential, anchor.elements);
    if (potential.identity().fallback) {
      check.notRunWhy = "the potential is not installed";
      return check;
    }
    check.found =
        sim::latticeEnergy_eV(potential, anchor.lattice, anchor.constant_A, anchor.elements);
  } catch (const Error& error) {
    check.notRunWhy = error.problem();
  }
  return check;
}

Atoms poissonPoints(int count) {
  Atoms atoms;
  const double edge = std::cbrt(static_cast<double>(count));
  atoms.box = Box::orthogonal(Vec3(edge, edge, edge));
  for (int i = 0; i < count; ++i) {
    Random random(1, "validate_poisson", 0, static_cast<std::uint64_t>(i));
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    atoms.add(29, edge * Vec3(x, y, z));
  }
  return atoms;
}

Check poissonFaces() {
  constexpr int kPoints = 40000;
  const Atoms points = poissonPoints(kPoints);
  const voronoi::Tessellation cells = voronoi::tessellate(points);
  Check check;
  check.quantity = "Poisson-Voronoi cells: mean number of faces";
  check.expected = 48 * M_PI * M_PI / 35 + 2;
  check.found = static_cast<double>(cells.faceCount()) / kPoints;
  check.tolerance = 0.08;  // the number of faces varies by 3.3: five standard errors
  check.source = "exact: 48 pi^2/35 + 2 (Meijering 1953)";
  return check;
}

Check volumeSum() {
  const Atoms points = poissonPoints(5000);
  const voronoi::Tessellation cells = voronoi::tessellate(points);
  double sum = 0;
  for (const double volume : cells.volume_A3) sum += volume;
  Check check;
  check.quantity = "Voronoi volumes add up to the box";
  check.expected = 1;
  check.found = sum / points.box.volume();
  check.tolerance = 1e-9;
  check.source = "exact";
  return check;
}

double meanColumn(sim::LatticeKind kind, const char* column) {
  Atoms atoms = sim::latticeAtoms(kind, 4, {29}, 4);
  voronoi::StructureSettings settings;
  settings.spreadTable = false;
  voronoi::describe(atoms, settings);
  double sum = 0;
  for (const double value : atoms.columns.at(column).values) sum += value;
  return sum / static_cast<double>(atoms.size());
}

Check crystalCheck(const char* quantity, sim::LatticeKind kind, const char* column, double expected,
                   double tolerance, const char* source) {
  Check check;
  check.quantity = quantity;
  check.expected = expected;
  check.found = meanColumn(kind, column);
  check.tolerance = tolerance;
  check.source = source;
  return check;
}

}  // namespace

std::vector<Check> coreChecks() {
  Check check;
  check.quantity = "Philox4x32-10, zero key and counter: first word";
  check.expected = 0x6627e8d5;
  check.found = Random::philox({0, 0, 0, 0}, {0, 0})[0];
  check.source = "Random123 known-answer vectors (Salmon 2011)";
  return {check};
}

std::vector<Check> potentialChecks() {
  using sim::LatticeKind;
  std::vector<Check> checks;
  for (const Anchor& anchor :
       {Anchor{"mendelev-2009", LatticeKind::fcc, {29}, 3.63909, -3.283116, "fcc Cu"},
        Anchor{"mendelev-2009", LatticeKind::b2, {29, 40}, 3.22857, -5.026226, "B2 CuZr"},
        Anchor{"mendelev-2007", LatticeKind::b2, {29, 40}, 3.23693, -5.015322, "B2 CuZr"},
        Anchor{"mendelev-2019", LatticeKind::b2, {29, 40}, 3.22512, -5.010242, "B2 CuZr"},
        Anchor{
            "sw-si-1985", LatticeKind::diamond, {14}, 5.43095, -4.3364, "diamond Si", kSilicon}}) {
    checks.push_back(energyCheck(anchor));
  }
  return checks;
}

std::vector<Check> structureChecks() {
  using sim::LatticeKind;
  return {poissonFaces(), volumeSum(),
          crystalCheck("bcc: faces with six edges, <0,6,0,8>", LatticeKind::bcc, "n6", 8, 0,
                       "exact: truncated octahedron"),
          crystalCheck("bcc: faces with four edges, <0,6,0,8>", LatticeKind::bcc, "n4", 6, 0,
                       "exact: truncated octahedron"),
          crystalCheck("bcc: q6, area-weighted", LatticeKind::bcc, "q6_area_weighted", 0.5669, 1e-4,
                       "Mickel et al. 2013; exact")};
}

}  // namespace glasscope::cli
