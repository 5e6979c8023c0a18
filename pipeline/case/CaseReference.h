#pragma once

#include <string>

namespace glasscope::pipeline {

/// docs/case-file.md, generated from the fields of a case.
std::string caseReferenceMarkdown();

/// The part of it about one table ("foil", "scan", "haadf") or one key ("foil.thickness_A",
/// "scan.outer_mrad", "haadf.outer_mrad", "scan.NAME.outer_mrad"); "" where there is none.
std::string caseReferenceOf(const std::string& wanted);

/// docs/case.schema.json: the JSON schema of a case file, by which editors complete and check it.
std::string caseSchemaJson();

}  // namespace glasscope::pipeline
