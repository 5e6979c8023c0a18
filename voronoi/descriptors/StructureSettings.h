#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "voronoi/diffraction/StructureFactorSettings.h"
#include "voronoi/motifs/IndexConvention.h"
#include "voronoi/motifs/MotifRanking.h"
#include "voronoi/motifs/Motifs.h"
#include "voronoi/order/Crystals.h"
#include "voronoi/pairs/FieldCorrelationSettings.h"

namespace glasscope::voronoi {

/// Which volume a cell's free volume is counted from, species by species.
enum class FreeVolumeReference {
  speciesMinimum,  ///< the smallest closed cell of the species in this very sample
  speciesMean,     ///< the mean cell of the species: an excess volume, zero on average
  given            ///< `referenceVolume_A3`
};

/// Where the radii of the radical tessellation come from, as far as they are not given.
enum class RadiiSource {
  table,  ///< Radii.h
  pairs   ///< first peaks of the partial g(r), PairRadii.h
};

/// Whether the order of four-coordinated networks is computed.
enum class TetrahedralOrder {
  automatic,  ///< when atoms have fewer than five neighbours within the first minimum of g(r)
  on,
  off
};

/// Everything that the static descriptors depend on; each choice goes into the outputs.
struct StructureSettings {
  Weighting weighting = Weighting::plain;
  std::map<int, double> radii_A;  ///< by atomic number; overrides the table (radical only)
  RadiiSource radiiSource = RadiiSource::table;
  IndexConvention convention;  ///< of the index, motif and five-fold columns
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
  CrystalSettings crystals;
  TetrahedralOrder tetrahedral = TetrahedralOrder::automatic;
  StructureFactorSettings structureFactor;
  /// Columns by which motif classes are ranked, a leading "-" where low values are the bad ones;
  /// names that the sample does not have are passed over when `rankByMustExist` is false.
  std::vector<std::string> rankBy = {"flexibility_volume_A3", "vibrational_u2_A2"};
  bool rankByMustExist = false;
  MotifRankingSettings ranking;
  std::vector<std::string> correlate = {"five_fold_fraction", "voronoi_volume_A3", "icosahedron"};
  FieldCorrelationSettings correlation;
  std::uint64_t seed = 1;  ///< of the choice of wave vectors
};

}  // namespace glasscope::voronoi
