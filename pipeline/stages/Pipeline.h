#pragma once

#include <filesystem>
#include <optional>

#include "pipeline/case/Case.h"
#include "pipeline/stages/Room.h"
#include "pipeline/stages/RunPlan.h"
#include "pipeline/stages/Stage.h"

namespace glasscope::pipeline {

/// Runs the stages of a room with all that they read (of all rooms without one), in order, and
/// only those whose result is not what the case asks for (StageKey). Before anything is computed,
/// what is to be done is planned, and a case that cannot be is refused. Writes case.toml and
/// provenance.json. Throws what the stages throw; finished stages stay.
void runPipeline(const Case& c, const std::filesystem::path& folder, std::optional<Room> room = {});

/// Runs one stage, unless its result is what the case asks for; what it reads lies in the folder.
/// Collective.
void runStage(const Stage& stage, const Case& c, RunDirectory& run);

/// What a case costs in that folder, and whether it can be: the same plan, of all stages. `speed`:
/// as in RunPlan.
RunPlan planPipeline(const Case& c, const std::filesystem::path& folder, bool speed);

}  // namespace glasscope::pipeline
