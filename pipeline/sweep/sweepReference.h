#pragma once

#include <string>

namespace glasscope::pipeline {

/// The keys of [sweep] and [[axis]], from their lists of fields: `glasscope help sweep-file`.
std::string sweepReferenceMarkdown();

}  // namespace glasscope::pipeline
