#pragma once

#include <string>
#include <vector>

#include "pipeline/stages/Stage.h"

namespace glasscope::pipeline {

/// The stages that a case asks for, in the order in which they run: what one reads is written
/// before it.
std::vector<Stage> stagesOf(const Case& c);

/// Those of one room with all that they read; of all rooms for "".
std::vector<Stage> stagesOf(const Case& c, const std::string& room);

}  // namespace glasscope::pipeline
