#pragma once

#include <string>
#include <vector>

#include "multislice/detectors/DetectorSettings.h"

namespace glasscope::multislice {

/// Detectors from "name=abf kind=annulus inner_mrad=11 outer_mrad=22" each; kind is disc, annulus,
/// segmented (rings, sectors, rotation_deg) or com. Throws Error(usage) naming the text for a word
/// that is unknown or no number, a range without area, or a name that is missing, not made of
/// letters, digits and _, or given twice.
std::vector<multislice::DetectorSettings> parseDetectors(const std::vector<std::string>& texts);

}  // namespace glasscope::multislice
