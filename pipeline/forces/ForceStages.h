#pragma once

#include <vector>

#include "pipeline/case/Case.h"
#include "pipeline/stages/Stage.h"

namespace glasscope::pipeline {

// Stages of what only forces tell, each in a file of its own; Stages.cpp lists them.
void addModuliStage(const Case& c, std::vector<Stage>& stages);

}  // namespace glasscope::pipeline
