#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "pipeline/run/RunDirectory.h"

namespace glasscope::pipeline {

/// What a stage of a run said of itself, as its provenance holds it; empty where there is none.
nlohmann::json factsOf(const RunDirectory& run, const std::string& stage);

}  // namespace glasscope::pipeline
