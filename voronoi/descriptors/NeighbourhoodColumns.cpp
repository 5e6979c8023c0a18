#include "voronoi/descriptors/NeighbourhoodColumns.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "voronoi/cells/CellShapes.h"
#include "voronoi/cells/NeighbourMean.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/descriptors/ColumnWriter.h"

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
  } catch (const Error&) {
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
  std::vector<double> excess(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (!set.surface[i])
      excess[i] = set.cells.volume_A3[i] - set.meanVolume_A3.at(atoms.atomicNumbers[i]);
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

/// The columns of one degree.
void addBondOrder(ColumnWriter& out, const CellSet& set, const SampleBonds::Degree& bonds,
                  const std::string& how) {
  const int degree = bonds.plain.degree;
  const auto q = fmt::format("q{}", degree), w = fmt::format("w{}", degree);
  const auto averaged = invariants(averagedHarmonics(set.cells, bonds.plain));
  const auto averagedArea = secondInvariants(averagedHarmonics(set.cells, bonds.area));
  // q4, q6, w6 and q6_area_weighted are among the columns that need no neighbours of neighbours.
  if (degree == 4)
    out.add(w, "1", std::string("Normalised third-order invariant") + kSteinhardt + how,
            bonds.ofPlain.w);
  if (degree == 4)
    out.add(q + "_area_weighted", "1", std::string("Bond-orientational order") + kMickel + how,
            bonds.ofArea.q);
  out.add(w + "_area_weighted", "1",
          std::string("Normalised third-order invariant") + kMickel + how, bonds.ofArea.w);
  out.add(q + "_averaged", "1",
          std::string("Bond-orientational order") + kLechner + ", faces equally weighted; " + how,
          averaged.q);
  out.add(w + "_averaged", "1",
          std::string("Normalised third-order invariant") + kLechner +
              ", faces equally weighted; " + how,
          averaged.w);
  out.add(q + "_averaged_area_weighted", "1",
          std::string("Bond-orientational order") + kLechner + kMickel + how, averagedArea);
  if (degree == 6)
    out.add("disorder_variable", "1",
            "Mean over the face neighbours of sum_m |Q_6m(i) - Q_6m(j)|^2 (Kawasaki and Onuki, J. "
            "Chem. Phys. 135, 174109 (2011)), harmonics weighted by area; " +
                how,
            disorderVariable(set.cells, bonds.area));
}

void addAveragedEntropy(ColumnWriter& out, const Atoms& atoms, const CellSet& set) {
  const auto& s2 = atoms.columns.at("two_body_entropy");
  const auto averaged = neighbourMean(set.cells, s2.values);
  out.add("two_body_entropy_averaged", "k_B",
          s2.description + ", mean over the atom and its face neighbours", averaged);
}

CrystalBonds addCrystalBonds(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                             const BondHarmonics& harmonics, const CrystalSettings& settings,
                             std::size_t count) {
  auto crystals = crystalBonds(atoms, set.cells, harmonics, settings, count);
  crystals.coherentShare.resize(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  out.add("coherent_bond_share", "1",
          "Share of coherent bonds by face area; " + coherenceText(settings),
          crystals.coherentShare);
  return crystals;
}

TetrahedralBonds addTetrahedralBonds(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                                     double cutoff_A, std::size_t count) {
  auto order = tetrahedralBonds(atoms, cutoff_A, set.surface, count);
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  out.add("tetrahedrality", "1",
          "1 - 3/8 sum (cos + 1/3)^2 over the pairs of the four nearest neighbours (Chau and "
          "Hardwick, Mol. Phys. 93, 511 (1998); Errington and Debenedetti, Nature 409, 318 (2001))",
          [&](std::size_t i) { return i < count ? order.q[i] : kUnknown; });
  out.add("bonds", "1", "Number of " + bondText(cutoff_A), [&](std::size_t i) {
    return i < count ? static_cast<double>(order.bonds[i]) : kUnknown;
  });
  return order;
}

}  // namespace

std::string coherenceText(const CrystalSettings& settings) {
  return fmt::format(
      "bonds are coherent when the normalised product of the q6 vectors of the two atoms (by area) "
      "is at least {:g} (after ten Wolde, Ruiz-Montero and Frenkel, J. Chem. Phys. 104, 9932 "
      "(1996))",
      settings.coherence);
}

std::string bondText(double cutoff_A) {
  return fmt::format("neighbours within {:.2f} angstrom, the first minimum of g(r)", cutoff_A);
}

Neighbourhood addNeighbourhoodColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                                      const StructureSettings& settings, double bondCutoff_A,
                                      std::size_t count) {
  ColumnWriter out(atoms, set);
  const auto how = tessellationText(settings.weighting);
  addShapes(out, set, how);
  addFreeVolumes(out, atoms, set, settings, how);
  addBondOrder(out, set, bonds.four, how);
  addBondOrder(out, set, bonds.six, how);
  addAveragedEntropy(out, atoms, set);
  Neighbourhood found;
  found.crystals = addCrystalBonds(out, atoms, set, bonds.six.area, settings.crystals, count);
  if (bondCutoff_A > 0)
    found.tetrahedra = addTetrahedralBonds(out, atoms, set, bondCutoff_A, count);
  return found;
}

}  // namespace glasscope::voronoi
