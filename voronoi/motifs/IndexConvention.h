#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/math/Binomial.h"
#include "core/settings/Fields.h"
#include "core/settings/Words.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/motifs/VoronoiIndex.h"

namespace glasscope::voronoi {

/// What is done with the small faces and short edges that thermal noise splits off. The fraction of
/// icosahedra of one sample varies by a factor 2.5 with this choice alone, so every index carries
/// it.
struct IndexConvention {
  enum class Rule {
    raw,               ///< every face and edge counts
    dropFaceFraction,  ///< faces below `threshold` times the surface of the cell do not count
    dropFaceArea,      ///< faces below `threshold` square angstrom do not count
    dropShortEdges,    ///< edges below `threshold` angstrom do not count; a face left with < 3
                       ///< vanishes
    cutAgain           ///< neighbours with faces below the fraction `threshold` are taken away and
                       ///< the cell is cut again by the others, which restores Euler's rule
  };
  Rule rule = Rule::raw;
  double threshold = 0;

  /// "raw", "faces < 1 % dropped", "edges < 0.3 A ignored", "cut again < 1 %".
  std::string text() const;
};

constexpr auto wordsOf(IndexConvention::Rule) {
  using Rule = IndexConvention::Rule;
  return std::array{Word{Rule::raw, "raw"}, Word{Rule::dropFaceFraction, "drop_face_fraction"},
                    Word{Rule::dropFaceArea, "drop_face_area_A2"},
                    Word{Rule::dropShortEdges, "drop_short_edges_A"},
                    Word{Rule::cutAgain, "cut_again"}};
}

void eachField(MaybeConst<IndexConvention> auto& c, auto&& visit) {
  visit(Field{"index_rule", "What counts as a face"}, c.rule);
  visit(
      Field{"index_threshold",
            "Threshold of that rule: a fraction of the cell's surface, an area in square angstrom "
            "or a length in angstrom",
            kNotNegative},
      c.threshold);
}

/// raw; faces < 1 % and < 2 % dropped; edges < 0.1 and < 0.3 A; cut again < 1 % and < 2 %.
std::vector<IndexConvention> usualConventions();

/// The index of every cell under a convention, in atom order. Threaded; same bits always.
/// Throws Error(usage) on a threshold that is negative, not finite or, as a fraction, above 0.5.
std::vector<VoronoiIndex> voronoiIndices(const Tessellation& cells,
                                         const IndexConvention& convention);

/// The same under several conventions at once, [convention][atom]: a cell that two of them cut
/// again by the same neighbours is cut once.
std::vector<std::vector<VoronoiIndex>> indicesUnder(const Tessellation& cells,
                                                    std::span<const IndexConvention> conventions);

/// Whether a face makes its neighbour a neighbour under the convention: its area is not below the
/// threshold of the conventions that drop faces. Edge conventions drop no neighbours here.
bool faceCounts(const Tessellation& cells, std::size_t atom, std::size_t face,
                const IndexConvention& convention);

/// The fraction of closed cells whose index obeys Euler's rule (NaN when there is none).
Fraction validFraction(const Tessellation& cells, const std::vector<VoronoiIndex>& indices);

}  // namespace glasscope::voronoi
