#pragma once

#include <map>
#include <vector>

#include "voronoi/IndexConvention.h"
#include "voronoi/Motifs.h"

namespace glasscope::voronoi {

/// Which volume a cell's free volume is counted from, species by species.
enum class FreeVolumeReference {
  speciesMinimum,  ///< the smallest closed cell of the species in this very sample
  speciesMean,     ///< the mean cell of the species: an excess volume, zero on average
  given            ///< `referenceVolume_A3`
};

/// Everything that the static descriptors depend on; each choice goes into the outputs.
struct StructureSettings {
  Weighting weighting = Weighting::plain;
  std::map<int, double> radii_A;  ///< by atomic number; overrides the table (radical only)
  IndexConvention convention;     ///< of the index, motif and five-fold columns
  FreeVolumeReference freeVolumeReference = FreeVolumeReference::speciesMinimum;
  std::map<int, double> referenceVolume_A3;  ///< by atomic number, for FreeVolumeReference::given
  double densityLength_A = 5.0;              ///< radius over which the local density is averaged
  double surfaceProbe_A = 3.5;    ///< a cell with a vertex further than this from its atom borders
                                  ///< on empty space, so the atom is a surface atom; 0: walls only
  std::vector<Motif> unfavoured;  ///< geometrically unfavoured motifs by name; empty: cells with
                                  ///< more than `unfavouredBeyond` excess disclinations
  int unfavouredBeyond = 8;
  int topMotifs = 15;   ///< length of the motif table of each species
  double rdfMax_A = 0;  ///< 0: half of the smallest height, at most 12 angstrom
  double rdfBin_A = 0.05;
  double entropyMax_A = 6.0;          ///< reach of the two-body entropy
  double entropyBroadening_A = 0.15;  ///< Gaussian that smooths the g(r) of one atom
  bool spreadTable = true;            ///< compute the table over conventions
  bool overRanks = false;  ///< all ranks are at it with the same atoms: they share the cells out
};

}  // namespace glasscope::voronoi
