#pragma once

#include <string>

namespace glasscope::pipeline {

/// docs/case-file.md, generated from the fields of a case.
std::string caseReferenceMarkdown();

/// docs/case.schema.json: the JSON schema of a case file, by which editors complete and check it.
std::string caseSchemaJson();

}  // namespace glasscope::pipeline
