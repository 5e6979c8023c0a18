#include "sim/samples/EfficientClusters.h"

#include <cmath>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "sim/samples/ClusterLattice.h"
#include "sim/samples/ModelAtoms.h"
#include "sim/samples/RadiusRatio.h"
#include "sim/samples/ShellPacking.h"

namespace glasscope::sim {

namespace {

void requireSolutes(const EfficientClusterSettings& s) {
  if (!s.solutes.empty() && s.solutes.size() <= 3) return;
  throw Error(ErrorKind::usage, "Efficient clusters need one to three solutes",
              fmt::format("there are {} beside the solvent", s.solutes.size()),
              "give sim.elements of two to four elements");
}

}  // namespace

double solventsPerCluster(int neighbours, ClusterSharing sharing) {
  const double shared = sharing == ClusterSharing::vertices ? 1
                        : sharing == ClusterSharing::edges  ? 2
                                                            : 3;
  return neighbours / (1 + 12 * shared / neighbours);
}

Atoms efficientClusters(const EfficientClusterSettings& s, const std::map<int, double>& radii_A) {
  requireSolutes(s);
  const int neighbours =
      s.neighbours > 0 ? s.neighbours
                       : efficientNeighbours(radii_A.at(s.solutes.front()) / radii_A.at(s.solvent));
  const double solvents = solventsPerCluster(neighbours, s.sharing);
  const double others[] = {0, 1, 3};  // in interstices, for each cluster
  const int cells = cellsFor(s.atoms, 1 + solvents + others[s.solutes.size() - 1]);
  const ClusterLattice lattice = clusterLattice(cells);
  ShellPackingSettings packing;
  packing.start = lattice.sites;
  std::vector<int> elements(lattice.sites.size(), s.solutes.front());
  std::vector<double> roles(elements.size(), 1.0);
  const std::vector<Vec3>* interstices[] = {&lattice.octahedral, &lattice.tetrahedral};
  for (std::size_t k = 1; k < s.solutes.size(); ++k) {
    for (const Vec3& place : *interstices[k - 1]) {
      packing.start.push_back(place);
      elements.push_back(s.solutes[k]);
      roles.push_back(static_cast<double>(k) + 1);
    }
  }
  packing.centres = lattice.sites.size();
  packing.held = elements.size();
  const auto count = std::llround(solvents * static_cast<double>(packing.centres));
  for (std::int64_t i = 0; i < count; ++i) {
    Random random(s.seed, "cluster_solvent", 0, static_cast<std::uint64_t>(i));
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    packing.start.emplace_back(x, y, z);
    elements.push_back(s.solvent);
    roles.push_back(0);
  }
  packing.neighbours = neighbours;
  packing.firstFraction = packing.fraction = s.packingFraction;
  packing.seed = s.seed;
  return modelAtoms(
      packing, elements, roles, radii_A,
      fmt::format("efficient cluster packing of {} in shells of {}", packing.centres, neighbours));
}

}  // namespace glasscope::sim
