#include "compare/scores/MapScore.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compare/images/ImageMetrics.h"
#include "compare/scores/ScoredShape.h"
#include "compare/statistics/AssociationTable.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

// Another way of laying the map has to be better beyond doubt: the best of seven is always somewhat
// better than nothing.
void orient(const Map2& truth, const Map2& answer, MapScore& score) {
  score.orientedPearson = score.pearson;
  const Mask all(truth.nx(), truth.ny(), 1);
  const double doubt = 3 / std::sqrt(std::max(4.0, score.effectiveSamples));
  for (const Orientation& way : Orientation::all()) {
    const Map2 other = laid(answer, way);
    if (other.nx() != truth.nx() || other.ny() != truth.ny()) continue;
    const double r = normalisedCrossCorrelation(truth, other, all);
    const bool better = std::abs(r) > std::abs(score.orientedPearson);
    if (!better || std::abs(r) < std::abs(score.pearson) + doubt) continue;
    score.orientation = way;
    score.orientedPearson = r;
  }
}

}  // namespace

std::vector<MapScore> scoreMap(const std::vector<Map2>& truths, const Map2& answer,
                               const AssociationSettings& settings) {
  requireShape(truths, answer);
  Map2 placed = answer;
  placed.pixel_A = truths.front().pixel_A;
  placed.origin_A = truths.front().origin_A;
  placed.periodic = truths.front().periodic;
  placed.name = "answer";
  const AssociationTable table = associate(truths, {placed}, settings);
  if (table.rows.empty()) {
    throw Error(ErrorKind::usage, "Nothing can be scored",
                table.leftOut.empty() ? "there is no truth" : table.leftOut.front().why,
                "give a map that varies over the pixels of the scan");
  }
  std::vector<MapScore> scores;
  for (const AssociationRow& row : table.rows) {
    MapScore score;
    score.truth = row.descriptor;
    score.pearson = row.correlation.pearson;
    score.spearman = row.correlation.spearman;
    score.p = row.significance.pSurrogate;
    score.pFamily = row.significance.pFamily;
    score.effectiveSamples = row.correlation.nEffective;
    score.auc = row.top.auc;
    score.averagePrecision = row.top.averagePrecision;
    score.prevalence = row.top.prevalence;
    const auto truth = std::find_if(truths.begin(), truths.end(),
                                    [&](const Map2& map) { return map.name == row.descriptor; });
    orient(*truth, placed, score);
    scores.push_back(score);
  }
  return scores;
}

}  // namespace glasscope::compare
