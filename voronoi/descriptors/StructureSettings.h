#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"
#include "voronoi/diffraction/StructureFactorSettings.h"
#include "voronoi/motifs/IndexConvention.h"
#include "voronoi/motifs/MotifRanking.h"
#include "voronoi/motifs/Motifs.h"
#include "voronoi/order/Crystals.h"
#include "voronoi/pairs/FieldCorrelationSettings.h"

namespace glasscope::voronoi {

constexpr auto wordsOf(Weighting) {
  return std::array{Word{Weighting::plain, "plain"}, Word{Weighting::radical, "radical"}};
}

/// Which volume a cell's free volume is counted from, species by species.
enum class FreeVolumeReference {
  speciesMinimum,  ///< the smallest closed cell of the species in this very sample
  speciesMean,     ///< the mean cell of the species: an excess volume, zero on average
  given            ///< `referenceVolume_A3`
};
constexpr auto wordsOf(FreeVolumeReference) {
  return std::array{Word{FreeVolumeReference::speciesMinimum, "species_minimum"},
                    Word{FreeVolumeReference::speciesMean, "species_mean"},
                    Word{FreeVolumeReference::given, "given"}};
}

/// Where the radii of the radical tessellation come from, as far as they are not given.
enum class RadiiSource {
  table,  ///< Radii.h
  pairs   ///< first peaks of the partial g(r), PairRadii.h
};
constexpr auto wordsOf(RadiiSource) {
  return std::array{Word{RadiiSource::table, "table"}, Word{RadiiSource::pairs, "pairs"}};
}

/// Whether the order of four-coordinated networks is computed.
enum class TetrahedralOrder {
  automatic,  ///< when atoms have fewer than five neighbours within the first minimum of g(r)
  on,
  off
};
constexpr auto wordsOf(TetrahedralOrder) {
  return std::array{Word{TetrahedralOrder::automatic, "auto"}, Word{TetrahedralOrder::on, "on"},
                    Word{TetrahedralOrder::off, "off"}};
}

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

/// What a case file gives by element or in words of people (radii, volumes, motifs) is set beside
/// it.
void eachField(MaybeConst<StructureSettings> auto& s, auto&& visit) {
  visit(Field{"weighting", "Tessellation: plain, or radical (weighted by radii)"}, s.weighting);
  eachField(s.convention, visit);
  visit(
      Field{"radii_source",
            "Where radii that are not given come from: a table, or the first peaks of the partial "
            "g(r) of the sample"},
      s.radiiSource);
  visit(Field{"free_volume", "Volume that the free volume is counted from"}, s.freeVolumeReference);
  visit(
      Field{"surface_probe_A",
            "A cell that reaches further than this from its atom borders on empty space: a surface "
            "atom, flagged and left out of all fractions; 0 takes only cells that the box cuts",
            kNotNegative},
      s.surfaceProbe_A);
  visit(Field{"rank_by",
              "Columns by which motif classes are ranked, worst first (\"-\" before a name: low "
              "values are bad)"},
        s.rankBy);
  visit(Field{"rank_worst_fraction",
              "Share of the atoms in the classes that are marked as worst",
              {0, 1, true}},
        s.ranking.worstShare);
  visit(
      Field{"tetrahedral",
            "Order of four-coordinated networks; auto computes it where atoms have fewer than five "
            "neighbours"},
      s.tetrahedral);
  eachField(s.crystals, visit);
  visit(Field{"density_length_A", "Radius over which the local density is averaged", kPositive},
        s.densityLength_A);
  visit(Field{"entropy_max_A", "Reach of the two-body entropy of an atom", kPositive},
        s.entropyMax_A);
  visit(Field{"entropy_broadening_A",
              "Standard deviation of the Gaussian that smooths the g(r) behind it", kPositive},
        s.entropyBroadening_A);
  visit(Field{"rdf_max_A", "Range of g(r); 0 goes as far as the box allows", kNotNegative},
        s.rdfMax_A);
  visit(Field{"rdf_bin_A", "Bin of g(r)", kPositive}, s.rdfBin_A);
  eachField(s.structureFactor, visit);
  visit(Field{"correlate", "Columns whose spatial correlation function and length are computed"},
        s.correlate);
  eachField(s.correlation, visit);
  visit(Field{"top_motifs", "Length of the motif table of each species", {1, 1000}}, s.topMotifs);
  visit(Field{"spread_table", "Count icosahedra under every usual convention"}, s.spreadTable);
}

}  // namespace glasscope::voronoi
