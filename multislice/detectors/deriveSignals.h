#pragma once

#include <span>
#include <vector>

#include "core/maps/Map2.h"
#include "multislice/detectors/DetectorSettings.h"

namespace glasscope::multislice {

/// What follows from the averaged numbers of detectors, as maps beside them:
///
///  - centre of mass: `<name>_x`, `<name>_y` = first moment / sum, mrad (Waddell and Chapman, Optik
///    54, 83 (1979): for a thin phase object lambda / 2 pi times the gradient of the phase);
///  - segmented, three sectors or more: `<name>_dpc_x`, `<name>_dpc_y` = sum over segments of
///    I (cos, sin)(middle of the sector) / sum of I, without unit (Dekkers and de Lang, Optik 41,
///    452 (1974)).
///
/// `signals` are maps under the names of DetectorSettings::signals; what they recorded inside the
/// foil ("..._at_20.0A") is derived likewise. Detectors whose maps are missing are passed over.
std::vector<Map2> deriveSignals(std::span<const DetectorSettings> detectors,
                                std::span<const Map2> signals);

}  // namespace glasscope::multislice
