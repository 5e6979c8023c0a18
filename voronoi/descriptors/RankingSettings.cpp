#include "voronoi/descriptors/RankingSettings.h"

#include <fmt/format.h>

namespace glasscope::voronoi {

std::string rankedColumn(const std::string& wanted) {
  return wanted.starts_with("-") ? wanted.substr(1) : wanted;
}

MotifRankingSettings rankingSettings(const StructureSettings& settings, const std::string& wanted) {
  auto out = settings.ranking;
  out.highestIsWorst = !wanted.starts_with("-");
  return out;
}

std::string rankingText(const StructureSettings& settings, const std::string& wanted,
                        double share) {
  return fmt::format(
      "1 for atoms of the motif classes with the {} mean {}, which hold {:.1f} % of "
      "the atoms; convention: {}",
      wanted.starts_with("-") ? "lowest" : "highest", rankedColumn(wanted), 100 * share,
      settings.convention.text());
}

}  // namespace glasscope::voronoi
