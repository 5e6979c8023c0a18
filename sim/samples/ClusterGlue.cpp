#include "sim/samples/ClusterGlue.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/samples/ClusterLattice.h"
#include "sim/samples/ModelAtoms.h"
#include "sim/samples/Nanocrystal.h"
#include "sim/samples/ShellDirections.h"
#include "sim/samples/ShellPacking.h"
#include "sim/statics/shuffle.h"

namespace glasscope::sim {

namespace {

// Where no two clusters overlap by much; they are pressed together from there.
constexpr double kLoose = 0.5;

std::vector<int> occupantsOf(const std::vector<std::pair<int, int>>& parts) {
  std::vector<int> elements;
  for (const auto& [element, count] : parts)
    elements.insert(elements.end(), static_cast<std::size_t>(count), element);
  return elements;
}

// One site for each glue atom of a cluster.
std::vector<Vec3> glueSites(const ClusterLattice& lattice, std::size_t cluster, int count) {
  std::vector<Vec3> sites;
  if (count != 2 && count > 0) sites.push_back(lattice.octahedral[cluster]);
  if (count > 1)
    for (const std::size_t k : {2 * cluster, 2 * cluster + 1})
      sites.push_back(lattice.tetrahedral[k]);
  return sites;
}

class GlueBuilder {
 public:
  GlueBuilder(const ClusterGlueSettings& s, const std::map<int, double>& radii_A)
      : s_(s),
        radii_A_(radii_A),
        lattice_(clusterLattice(cellsFor(s.atoms, s.formula.atoms()))),
        directions_(shellDirections(s.formula.shellAtoms())) {
    const std::size_t clusters = lattice_.sites.size();
    packing_.centres = packing_.held = clusters;
    packing_.start = lattice_.sites;
    elements_.assign(clusters, s.formula.centre);
    roles_.assign(clusters, 1.0);
  }

  Atoms build() {
    const double edge_A = looseEdge_A();
    for (std::size_t c = 0; c < lattice_.sites.size(); ++c) addShell(c, edge_A);
    const std::vector<int> glue = occupantsOf(s_.formula.glue);
    for (std::size_t c = 0; c < lattice_.sites.size(); ++c) addGlue(c, glue);
    packing_.firstFraction = std::min(kLoose, s_.packingFraction);
    packing_.fraction = s_.packingFraction;
    packing_.shakes = false;
    packing_.seed = s_.seed;
    return modelAtoms(packing_, elements_, roles_, radii_A_,
                      fmt::format("{} clusters with glue", lattice_.sites.size()));
  }

 private:
  // Of the cube at the beginning, where the shells have their true size.
  double looseEdge_A() const {
    std::vector<double> radii_A;
    for (std::size_t c = 0; c < lattice_.sites.size(); ++c) {
      radii_A.push_back(radii_A_.at(s_.formula.centre));
      for (const auto& parts : {s_.formula.shell, s_.formula.glue})
        for (const int z : occupantsOf(parts)) radii_A.push_back(radii_A_.at(z));
    }
    return edgeOfPacking_A(radii_A, std::min(kLoose, s_.packingFraction));
  }

  void addShell(std::size_t cluster, double edge_A) {
    std::vector<int> occupants = occupantsOf(s_.formula.shell);
    shuffle(occupants, s_.seed, "cluster_shell", cluster);
    const Mat3 rotation = randomRotation(s_.seed, cluster);
    std::vector<std::size_t> shell;
    for (std::size_t n = 0; n < occupants.size(); ++n) {
      const double distance_A = radii_A_.at(s_.formula.centre) + radii_A_.at(occupants[n]);
      shell.push_back(elements_.size());
      elements_.push_back(occupants[n]);
      roles_.push_back(2);
      packing_.start.emplace_back(lattice_.sites[cluster] +
                                  distance_A / edge_A * (rotation * directions_[n]));
    }
    packing_.shells.push_back(std::move(shell));
  }

  // Which of them takes which site is as good as any other choice.
  void addGlue(std::size_t cluster, std::vector<int> glue) {
    shuffle(glue, s_.seed, "cluster_glue", cluster);
    const std::vector<Vec3> sites = glueSites(lattice_, cluster, static_cast<int>(glue.size()));
    for (std::size_t n = 0; n < glue.size(); ++n) {
      elements_.push_back(glue[n]);
      roles_.push_back(0);
      packing_.start.push_back(sites[n]);
    }
  }

  const ClusterGlueSettings& s_;
  const std::map<int, double>& radii_A_;
  ClusterLattice lattice_;
  std::vector<Vec3> directions_;
  ShellPackingSettings packing_;
  std::vector<int> elements_;
  std::vector<double> roles_;
};

}  // namespace

Atoms clustersAndGlue(const ClusterGlueSettings& settings, const std::map<int, double>& radii_A) {
  return GlueBuilder(settings, radii_A).build();
}

}  // namespace glasscope::sim
