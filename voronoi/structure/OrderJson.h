#pragma once

#include <nlohmann/json_fwd.hpp>

#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Adds what goes beyond the first shell to the JSON of a structure report: order, coordination
/// shells, structure factor, ranked motifs, correlation functions.
void addOrderJson(nlohmann::ordered_json& json, const voronoi::StructureReport& report);

}  // namespace glasscope::voronoi
