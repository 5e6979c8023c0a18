#pragma once

#include "core/formats/TextTable.h"
#include "pipeline/run/RunDirectory.h"

namespace glasscope::pipeline {

/// A table of numbers (CSV) that a stage of this run wrote. Throws Error(input) on anything else.
TextTable ownTable(const RunDirectory& run, Product product);

}  // namespace glasscope::pipeline
