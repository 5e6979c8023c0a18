#pragma once

#include <nlohmann/json_fwd.hpp>

#include "voronoi/StructureReport.h"

namespace glasscope::cli {

/// Adds what goes beyond the first shell to the JSON of a structure report: order, coordination
/// shells, structure factor, ranked motifs, correlation functions.
void addOrderJson(nlohmann::ordered_json& json, const voronoi::StructureReport& report);

}  // namespace glasscope::cli
