#include "pipeline/keys/VoronoiKeys.h"

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

std::vector<CaseKey> voronoiKeys() {
  return {
      textKey("voronoi.weighting", "Tessellation: plain, or radical (weighted by radii)",
              {"plain", "radical"}, FIELD(voronoiWeighting)),
      numbersKey(
          "voronoi.radii_A",
          "Radii of the species by ascending atomic number (radical only); empty takes the table",
          kPositive, FIELD(radii_A)),
      textKey("voronoi.index_rule", "What counts as a face",
              {"raw", "drop_face_fraction", "drop_face_area_A2", "drop_short_edges_A", "cut_again"},
              FIELD(voronoiRule)),
      numberKey("voronoi.index_threshold",
                "Threshold of that rule: a fraction of the cell's surface, an area in square "
                "angstrom or a length in angstrom",
                kNotNegative, FIELD(voronoi.convention.threshold)),
      textKey("voronoi.radii_source",
              "Where radii that are not given come from: a table, or the first peaks of the "
              "partial g(r) of the sample",
              {"table", "pairs"}, FIELD(radiiSource)),
      textKey("voronoi.free_volume", "Volume that the free volume is counted from",
              {"species_minimum", "species_mean", "given"}, FIELD(freeVolume)),
      numbersKey("voronoi.reference_volume_A3",
                 "Reference volumes of the species by ascending atomic number, for a free volume "
                 "from given ones",
                 kPositive, FIELD(referenceVolume_A3)),
      numberKey("voronoi.surface_probe_A",
                "A cell that reaches further than this from its atom borders on empty space: a "
                "surface atom, flagged and left out of all fractions; 0 takes only cells that the "
                "box cuts",
                kNotNegative, FIELD(voronoi.surfaceProbe_A)),
      textsKey("voronoi.unfavoured",
               "Geometrically unfavoured motifs, each an index with or without an element before "
               "it (\"Cu <0,2,8,1>\"); empty takes cells with more than eight excess "
               "disclinations",
               FIELD(unfavoured)),
      textsKey("voronoi.rank_by",
               "Columns by which motif classes are ranked, worst first (\"-\" before a name: low "
               "values are bad)",
               FIELD(voronoi.rankBy)),
      numberKey("voronoi.rank_worst_fraction",
                "Share of the atoms in the classes that are marked as worst", {0, 1, true},
                FIELD(voronoi.ranking.worstShare)),
      textKey("voronoi.tetrahedral",
              "Order of four-coordinated networks; auto computes it where atoms have fewer than "
              "five neighbours",
              {"auto", "on", "off"}, FIELD(tetrahedral)),
      numberKey("voronoi.crystal_coherence",
                "Least normalised product of the q6 vectors of two neighbours that lie in the "
                "same crystal",
                {0, 1, true}, FIELD(voronoi.crystals.coherence)),
      numberKey("voronoi.crystal_share",
                "Least share of such neighbours, by face area, of a crystal-like atom",
                {0, 1, true}, FIELD(voronoi.crystals.share)),
      integerKey("voronoi.crystal_nucleus", "Atoms of the smallest grain that counts", {1, 1000000},
                 FIELD(voronoi.crystals.nucleus)),
      numberKey("voronoi.density_length_A", "Radius over which the local density is averaged",
                kPositive, FIELD(voronoi.densityLength_A)),
      numberKey("voronoi.rdf_max_A", "Range of g(r); 0 goes as far as the box allows", kNotNegative,
                FIELD(voronoi.rdfMax_A)),
      numberKey("voronoi.rdf_bin_A", "Bin of g(r)", kPositive, FIELD(voronoi.rdfBin_A)),
      flagKey("voronoi.structure_factor",
              "Partial and total S(k) with neutron, X-ray and electron weights",
              FIELD(voronoi.structureFactor.enabled)),
      textKey("voronoi.sq_method",
              "By Fourier transform of g(r), or by direct sums over the wave vectors of a periodic "
              "box",
              {"fourier", "direct"}, FIELD(sqMethod)),
      textKey("voronoi.sq_window", "Window on g(r) before the transform", {"lorch", "none"},
              FIELD(sqWindow)),
      numberKey("voronoi.sq_range_A",
                "Range of that g(r); 0 goes to half of the box, at most 20 angstrom", kNotNegative,
                FIELD(voronoi.structureFactor.range_A)),
      numberKey("voronoi.sq_max_invA", "Largest k = 1/d (Q is 2 pi k)", {0, 12, true},
                FIELD(voronoi.structureFactor.max_invA)),
      numberKey("voronoi.sq_step_invA", "Step of k", {0, 1, true},
                FIELD(voronoi.structureFactor.step_invA)),
      textsKey("voronoi.correlate",
               "Columns whose spatial correlation function and length are computed",
               FIELD(voronoi.correlate)),
      numberKey("voronoi.correlation_max_A",
                "Range of these; 0 goes to half of the box, at most 20 angstrom", kNotNegative,
                FIELD(voronoi.correlation.max_A)),
      numberKey("voronoi.correlation_bin_A", "Bin of these", kPositive,
                FIELD(voronoi.correlation.bin_A)),
      flagKey("voronoi.correlation_species_mean",
              "Subtract the mean of the species first, so that composition does not correlate",
              FIELD(voronoi.correlation.removeSpeciesMean)),
      flagKey("voronoi.series",
              "Describe every frame where there are several: fractions and means against time, "
              "with errors",
              FIELD(structureSeries)),
      textsKey("voronoi.replicas",
               "Files of further samples of the same glass, for errors over independent samples",
               FIELD(replicas)),
      integerKey("voronoi.top_motifs", "Length of the motif table of each species", {1, 1000},
                 FIELD(voronoi.topMotifs)),
      textKey("voronoi.streaming",
              "Work brick by brick, cells and columns never all in memory (no text files then): "
              "auto does so where the memory would not do",
              {"auto", "always", "never"}, FIELD(voronoiStreaming)),
      flagKey("voronoi.spread_table", "Count icosahedra under every usual convention",
              FIELD(voronoi.spreadTable)),
  };
}

#undef FIELD

}  // namespace glasscope::pipeline
