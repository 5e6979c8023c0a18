#pragma once

#include <memory>

#include "multislice/detectors/Detector.h"
#include "multislice/detectors/DetectorSettings.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// The detector of some settings on a grid. Throws what the kinds throw.
std::unique_ptr<Detector> makeDetector(const DetectorSettings& settings, const Grid& grid,
                                       const ElectronBeam& beam);

}  // namespace glasscope::multislice
