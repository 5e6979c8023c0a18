#pragma once

#include <string>

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// Throws Error(usage) where a new element of a list, [[scan]] or [[image]], cannot have this name:
/// it stands in keys (scan.NAME.key) and is that of a folder, so it is made of letters, digits, _
/// and -, and no other element, table of the case or stage has it.
void refuseName(const Case& c, const std::string& list, const std::string& name);

}  // namespace glasscope::pipeline
