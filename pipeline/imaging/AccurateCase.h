#pragma once

#include <filesystem>
#include <string>

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"

namespace glasscope::pipeline {

/// The case as a scan is made: where it asks for an accuracy, with the settings that were chosen
/// for it, and with as many configurations as the accuracy leaves to them. `file` is the
/// accuracy.json of the scan. Throws Error(input) where that is none.
Case accurateCase(const Case& c, const std::string& scan, const std::filesystem::path& file);
/// The same in a run.
Case accurateCase(const Case& c, const std::string& scan, const RunDirectory& run);

/// The stage that chooses the settings of a scan.
std::string accuracyStageName(const std::string& scan);

/// What a scan of a case reads beside the structure: its accuracy.json where it asks for one.
std::vector<ProductFile> accuracyFiles(const ScanCase& scan);

}  // namespace glasscope::pipeline
