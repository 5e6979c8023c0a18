#pragma once

#include <string>

#include "cli/Case.h"
#include "multislice/Foil.h"
#include "multislice/ScanGrid.h"
#include "multislice/ScanResult.h"

namespace glasscope::cli {

// What is worth knowing about a finished scan, for the provenance and the files.

/// How it was computed, as a JSON object.
std::string scanFacts(const multislice::ScanResult& result, const multislice::Foil& foil);
/// The window of a probe and what reached its edge, as a JSON object.
std::string windowFacts(const multislice::ScanResult& result);
/// How positions follow from indices, as a JSON object.
std::string positionsText(const multislice::ScanGrid& scan);
/// The source and the focal spread, in words.
std::string sourceText(const ScanCase& scan);

}  // namespace glasscope::cli
