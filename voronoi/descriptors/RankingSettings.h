#pragma once

#include <string>

#include "voronoi/descriptors/StructureSettings.h"

namespace glasscope::voronoi {

// StructureSettings::rankBy: "-name" means that low values of the column are the bad ones.

std::string rankedColumn(const std::string& wanted);
MotifRankingSettings rankingSettings(const StructureSettings& settings, const std::string& wanted);
/// The description of the column that marks the worst motifs.
std::string rankingText(const StructureSettings& settings, const std::string& wanted, double share);

}  // namespace glasscope::voronoi
