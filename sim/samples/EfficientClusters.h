#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/samples/SampleSettings.h"

namespace glasscope::sim {

/// Efficient cluster packing (Miracle, Nature Materials 3, 697 (2004)): clusters of a solute and
/// as many solvent atoms as just cover it stand on an fcc lattice, share solvent atoms and are
/// turned at random; a second solute takes the octahedral, a third the tetrahedral interstices of
/// the lattice, one and two a cluster.
struct EfficientClusterSettings {
  int solvent = 29;
  std::vector<int> solutes{40};  ///< one to three: of clusters, octahedral, tetrahedral
  double atoms = 1000;           ///< about
  int neighbours = 0;            ///< solvent atoms around the first solute; 0: by the radii
  ClusterSharing sharing = ClusterSharing::vertices;
  double packingFraction = 0.7;
  std::uint64_t seed = 1;
};

/// Solvent atoms for each cluster: each shares one, two or three (corners, edges, faces) with each
/// of its twelve neighbours, so that a solvent atom lies in 1 + 12 s / n shells.
double solventsPerCluster(int neighbours, ClusterSharing sharing);

/// `radii_A` by atomic number. Columns: `model_site` (0 solvent, 1 to 3 the solutes) and `shells`
/// (clusters that an atom lies in the shell of). Composition and number of clusters are whole, and
/// the first solute is exactly on its lattice; shells are full as far as they can be
/// (ShellPacking.h). Throws Error(usage) for more than three solutes or none, and for an unknown
/// size of shell.
Atoms efficientClusters(const EfficientClusterSettings& settings,
                        const std::map<int, double>& radii_A);

}  // namespace glasscope::sim
