#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// Runs the stages that are wanted, in order, and only those whose inputs have changed: a stage is
/// keyed by the hash of its keys, of the program's version, of its input files and of the stages
/// that it reads. Writes case.toml and provenance.json. Throws what the stages throw; finished
/// stages stay.
void runPipeline(const Case& c, const std::filesystem::path& folder,
                 const std::set<std::string>& wanted);

/// The hash of every stage that the case wants, by name, from the case and the stages before it.
/// Input files are read once.
std::map<std::string, std::string> stageHashes(const Case& c);

}  // namespace glasscope::pipeline
