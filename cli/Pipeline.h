#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "cli/Case.h"

namespace glasscope::cli {

/// Runs the stages that are wanted, in order, and only those whose inputs have changed: a stage is
/// keyed by the hash of its keys, of the program's version, of its input files and of the stages
/// that it reads. Writes case.toml and provenance.json. Throws what the stages throw; finished
/// stages stay.
void runPipeline(const Case& c, const std::filesystem::path& folder,
                 const std::set<std::string>& wanted);

/// The hash of a stage, from the case and the stages before it.
std::string stageHash(const Case& c, const std::string& stage);

}  // namespace glasscope::cli
