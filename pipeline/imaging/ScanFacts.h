#pragma once

#include <string>

#include "multislice/instrument/ScanGrid.h"
#include "multislice/scan/ScanResult.h"
#include "multislice/specimen/Foil.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

// What is worth knowing about a finished scan, for the provenance and the files.

/// How it was computed, as a JSON object.
std::string scanFacts(const multislice::ScanResult& result, const multislice::Foil& foil);
/// The window of a probe and what reached its edge, as a JSON object.
std::string windowFacts(const multislice::ScanResult& result);
/// How positions follow from indices, as a JSON object.
std::string positionsText(const multislice::ScanGrid& scan);
/// The source and the focal spread, in words.
std::string sourceText(const ScanCase& scan, const Vec2& step_A);

}  // namespace glasscope::pipeline
