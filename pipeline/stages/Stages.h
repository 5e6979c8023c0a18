#pragma once

#include <vector>

#include "pipeline/stages/Stage.h"

namespace glasscope::pipeline {

/// The stages that a case asks for, in the order in which they run: what one reads is written
/// before it.
std::vector<Stage> stagesOf(const Case& c);

/// Those of one room with all that they read.
std::vector<Stage> stagesOf(const Case& c, Room room);

}  // namespace glasscope::pipeline
