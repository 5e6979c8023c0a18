#include "voronoi/OrderColumns.h"

#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "core/Constants.h"
#include "core/Error.h"
#include "core/Log.h"
#include "voronoi/Binomial.h"
#include "voronoi/BondOrder.h"
#include "voronoi/CellShapes.h"
#include "voronoi/ColumnWriter.h"
#include "voronoi/MotifNetwork.h"
#include "voronoi/NeighbourMean.h"
#include "voronoi/Radii.h"
#include "voronoi/Tetrahedral.h"

namespace glasscope::voronoi {

namespace {

void addShapes(ColumnWriter& out, const CellSet& set, const std::string& how) {
  const auto shapes = cellShapes(set.cells);
  out.add("voronoi_surface_A2", "angstrom^2", "Surface of the Voronoi cell; " + how,
          set.cells.surface_A2);
  out.add(
      "asphericity", "1",
      "S^3 / (36 pi V^2) of the cell, 1 for a ball (Ruocco, Sampoli and Vallauri, J. Chem. Phys. "
      "96, 6167 (1992)); " +
          how,
      shapes.asphericity);
  out.add("cell_isotropy", "1",
          "Smallest over largest eigenvalue of the Minkowski tensor W_1^(0,2) of the cell, 1 where "
          "its surface looks the same along three axes (Schroeder-Turk et al., Adv. Mater. 23, "
          "2535 (2011)); " +
              how,
          shapes.isotropy);
}

/// Radii for the hard cores; empty where the table has none.
std::vector<double> coreRadii(const Atoms& atoms, const CellSet& set,
                              const StructureSettings& settings) {
  if (!set.cells.radii_A.empty()) return set.cells.radii_A;
  try {
    return radiiOf(atoms.atomicNumbers, settings.radii_A);
  } catch (const Error& error) {
    logWarning(fmt::format("No free volume beyond hard cores: {}", error.problem()));
    return {};
  }
}

void addFreeVolumes(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                    const StructureSettings& settings, const std::string& how) {
  const auto radii = coreRadii(atoms, set, settings);
  if (!radii.empty())
    out.add("free_volume_hard_core_A3", "angstrom^3",
            "Volume of the cell less that of a ball of the radius of the element (Cohen and "
            "Turnbull, J. Chem. Phys. 31, 1164 (1959)); " +
                how,
            [&](std::size_t i) {
              const double core = 4 * constants::kPi / 3 * std::pow(radii[i], 3);
              return set.cells.volume_A3[i] - core;
            });
  std::map<int, std::pair<double, double>> sums;
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (!set.surface[i]) {
      auto& [volume, count] = sums[atoms.atomicNumbers[i]];
      volume += set.cells.volume_A3[i];
      ++count;
    }
  std::vector<double> excess(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (!set.surface[i]) {
      const auto& [volume, count] = sums[atoms.atomicNumbers[i]];
      excess[i] = set.cells.volume_A3[i] - volume / count;
    }
  out.add("free_volume_local_A3", "angstrom^3",
          "Volume of the cell less the mean of its species, averaged over the atom and its face "
          "neighbours; " +
              how,
          neighbourMean(set.cells, excess));
}

const char* const kSteinhardt =
    " (Steinhardt, Nelson and Ronchetti, Phys. Rev. B 28, 784 (1983)), faces equally weighted; ";
const char* const kMickel =
    ", faces weighted by area (Mickel et al., J. Chem. Phys. 138, 044501 (2013)); ";
const char* const kLechner =
    ", averaged over the atom and its face neighbours (Lechner and Dellago, J. Chem. Phys. 129, "
    "114707 (2008))";

/// The columns of one degree; returns the harmonics weighted by area.
BondHarmonics addBondOrder(ColumnWriter& out, const CellSet& set, int degree,
                           const std::string& how) {
  const auto q = fmt::format("q{}", degree), w = fmt::format("w{}", degree);
  const auto plain = bondHarmonics(set.cells, degree, BondWeighting::plain, set.surface);
  auto area = bondHarmonics(set.cells, degree, BondWeighting::area, set.surface);
  const auto one = invariants(plain), two = invariants(area);
  const auto averaged = invariants(averagedHarmonics(set.cells, plain));
  const auto averagedArea = invariants(averagedHarmonics(set.cells, area));
  // q4, q6, w6 and q6_area_weighted are among the columns that need no neighbours of neighbours.
  if (degree == 4)
    out.add(w, "1", std::string("Normalised third-order invariant") + kSteinhardt + how, one.w);
  if (degree == 4)
    out.add(q + "_area_weighted", "1", std::string("Bond-orientational order") + kMickel + how,
            two.q);
  out.add(w + "_area_weighted", "1",
          std::string("Normalised third-order invariant") + kMickel + how, two.w);
  out.add(q + "_averaged", "1",
          std::string("Bond-orientational order") + kLechner + ", faces equally weighted; " + how,
          averaged.q);
  out.add(w + "_averaged", "1",
          std::string("Normalised third-order invariant") + kLechner +
              ", faces equally weighted; " + how,
          averaged.w);
  out.add(q + "_averaged_area_weighted", "1",
          std::string("Bond-orientational order") + kLechner + kMickel + how, averagedArea.q);
  if (degree == 6)
    out.add("disorder_variable", "1",
            "Mean over the face neighbours of sum_m |Q_6m(i) - Q_6m(j)|^2 (Kawasaki and Onuki, J. "
            "Chem. Phys. 135, 174109 (2011)), harmonics weighted by area; " +
                how,
            disorderVariable(set.cells, area));
  return area;
}

void addAveragedEntropy(ColumnWriter& out, const Atoms& atoms, const CellSet& set) {
  const auto& s2 = atoms.columns.at("two_body_entropy");
  const auto averaged = neighbourMean(set.cells, s2.values);
  out.add("two_body_entropy_averaged", "k_B",
          s2.description + ", mean over the atom and its face neighbours", averaged);
}

void addCrystals(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                 const BondHarmonics& harmonics, StructureReport& report) {
  const auto& settings = report.settings.crystals;
  const auto crystals = findCrystals(atoms, set.cells, harmonics, settings);
  const auto how = fmt::format(
      "bonds are coherent when the normalised product of the q6 vectors of the two atoms (by area) "
      "is at least {:g} (after ten Wolde, Ruiz-Montero and Frenkel, J. Chem. Phys. 104, 9932 "
      "(1996))",
      settings.coherence);
  out.add("coherent_bond_share", "1", "Share of coherent bonds by face area; " + how,
          crystals.coherentShare);
  out.add("crystal_grain", "1",
          fmt::format("Atoms of the grain that the atom belongs to, 0 outside of grains of {} and "
                      "more atoms with a share of at least {:g} coherent bonds; {}",
                      settings.nucleus, settings.share, how),
          [&](std::size_t i) {
            return crystals.crystal[i] ? static_cast<double>(crystals.grains.sizeAt(i)) : 0.0;
          });
  auto& order = report.order;
  for (const auto mark : crystals.crystal) order.crystalAtoms += mark;
  for (const auto size : crystals.grains.size) order.grains += size >= settings.nucleus;
  order.largestGrain = order.grains > 0 ? crystals.grains.largest() : 0;
  const auto fraction = binomialFraction(
      order.crystalAtoms, static_cast<std::int64_t>(atoms.size()) - report.surfaceAtoms);
  order.crystalFraction = fraction.value;
  order.crystalFractionError = fraction.standardError;
}

void addNetwork(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                StructureReport& report) {
  std::vector<std::uint8_t> centres(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i)
    centres[i] = !set.surface[i] && isIcosahedron(set.indices[i]);
  const auto& convention = report.settings.convention;
  const auto network = motifNetwork(atoms, set.cells, centres, convention);
  const auto how = fmt::format("{}; convention: {}", tessellationText(report.settings.weighting),
                               convention.text());
  const char* const names[] = {"vertex", "edge", "face", "interpenetrating"};
  const char* const meanings[] = {"share one atom of the shell", "share two atoms of the shell",
                                  "share three or more atoms of the shell",
                                  "have their centre in the shell"};
  auto& order = report.order;
  order.icosahedra = network.centres;
  for (std::size_t kind = 0; kind < 4; ++kind) {
    out.add(fmt::format("icosahedron_{}_links", names[kind]), "1",
            fmt::format("Icosahedra that {} of this one, 0 for atoms that centre none; {}",
                        meanings[kind], how),
            [&](std::size_t i) { return static_cast<double>(network.degree[i][kind]); });
    if (network.centres > 0)
      order.linksPerIcosahedron[kind] =
          2 * static_cast<double>(network.links[kind]) / static_cast<double>(network.centres);
  }
  out.add("icosahedron_shells", "1", "Icosahedra in whose shell the atom sits; " + how,
          [&](std::size_t i) { return static_cast<double>(network.shells[i]); });
  out.add("icosahedron_cluster", "1",
          "Icosahedra in the interpenetrating cluster that the atom centres, 0 for others; " + how,
          [&](std::size_t i) { return static_cast<double>(network.cores.sizeAt(i)); });
  const auto bulk = static_cast<double>(atoms.size()) - static_cast<double>(report.surfaceAtoms);
  order.networkFraction = bulk > 0 ? static_cast<double>(network.members) / bulk : 0;
  order.largestCores = network.cores.largest();
  for (const auto size : network.cores.size) order.coreClusters += size > 1;
  order.corePercolation = network.cores.percolation();
  order.largestSharing = network.sharing.largest();
  order.sharingPercolation = network.sharing.percolation();
}

/// Mean number of neighbours within the first minimum of the total g(r); 0 without one.
double firstShell(const StructureReport& report) {
  for (const auto& shell : report.shells)
    if (shell.centre == 0 && shell.number == 1) return shell.neighbours;
  return 0;
}

void addTetrahedral(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                    StructureReport& report) {
  constexpr double kFewNeighbours = 5;
  const auto wanted = report.settings.tetrahedral;
  if (wanted == TetrahedralOrder::off) return;
  const double cutoff = report.radial.empty() ? 0 : report.radial.front().firstMinimum_A;
  const double bonds = firstShell(report);
  if (wanted == TetrahedralOrder::automatic && !(bonds > 0 && bonds < kFewNeighbours)) return;
  if (cutoff == 0) {
    logWarning("No tetrahedral order: g(r) has no first minimum within its range");
    return;
  }
  const auto order = tetrahedral(atoms, cutoff, set.surface);
  out.add("tetrahedrality", "1",
          "1 - 3/8 sum (cos + 1/3)^2 over the pairs of the four nearest neighbours (Chau and "
          "Hardwick, Mol. Phys. 93, 511 (1998); Errington and Debenedetti, Nature 409, 318 (2001))",
          order.q);
  const auto how =
      fmt::format("neighbours within {:.2f} angstrom, the first minimum of g(r)", cutoff);
  out.add("bonds", "1", "Number of " + how,
          [&](std::size_t i) { return static_cast<double>(order.bonds[i]); });
  out.add("low_density_cluster", "1",
          "Size of the connected cluster of atoms with exactly four neighbours that the atom "
          "belongs to, 0 for others; " +
              how,
          [&](std::size_t i) { return static_cast<double>(order.lowDensity.sizeAt(i)); });
  out.add("high_density_cluster", "1",
          "Size of the connected cluster of atoms with five and more neighbours that the atom "
          "belongs to, 0 for others; " +
              how,
          [&](std::size_t i) { return static_cast<double>(order.highDensity.sizeAt(i)); });
  auto& summary = report.order;
  summary.tetrahedral = true;
  summary.tetrahedralCutoff_A = cutoff;
  double q = 0, counted = 0, low = 0, high = 0, neighbours = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (set.surface[i] || std::isnan(order.q[i])) continue;
    ++counted;
    q += order.q[i];
    neighbours += order.bonds[i];
    low += order.bonds[i] == 4;
    high += order.bonds[i] > 4;
  }
  summary.meanTetrahedrality = q / counted;
  summary.bondsPerAtom = neighbours / counted;
  summary.lowDensityFraction = low / counted;
  summary.highDensityFraction = high / counted;
  summary.largestLowDensity = order.lowDensity.largest();
  summary.largestHighDensity = order.highDensity.largest();
}

}  // namespace

void addOrderColumns(Atoms& atoms, const CellSet& set, StructureReport& report) {
  ColumnWriter out(atoms, set);
  report.order.computed = true;
  const auto how = tessellationText(report.settings.weighting);
  addShapes(out, set, how);
  addFreeVolumes(out, atoms, set, report.settings, how);
  addBondOrder(out, set, 4, how);
  const auto six = addBondOrder(out, set, 6, how);
  addAveragedEntropy(out, atoms, set);
  addCrystals(out, atoms, set, six, report);
  addNetwork(out, atoms, set, report);
  addTetrahedral(out, atoms, set, report);
}

}  // namespace glasscope::voronoi
