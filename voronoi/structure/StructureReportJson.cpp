#include "voronoi/structure/StructureReportJson.h"

#include "core/settings/ResultJson.h"
#include "voronoi/structure/StructureFields.h"

namespace glasscope::voronoi {

std::string structureReportJson(const StructureReport& report,
                                const std::vector<RadialDistribution>& thermal) {
  auto json = resultJson(report);
  json["g_of_r_thermal"] = resultJson(thermal);
  return json.dump(1) + "\n";
}

}  // namespace glasscope::voronoi
