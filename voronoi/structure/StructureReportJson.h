#pragma once

#include <string>
#include <vector>

#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// structure_report.json: the tables of a StructureReport (motifs, conventions, chemical order,
/// g(r) of the reference structure) and g(r) of a thermal snapshot, for people, for other programs
/// and for the report. Fractions are fractions, lengths angstrom; unknown numbers are null.
std::string structureReportJson(const StructureReport& report,
                                const std::vector<RadialDistribution>& thermal);

}  // namespace glasscope::voronoi
