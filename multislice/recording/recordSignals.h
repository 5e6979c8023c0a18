#pragma once

#include <span>
#include <vector>

#include "core/maps/Map2.h"
#include "multislice/detectors/DetectorSettings.h"
#include "multislice/recording/Recorder.h"

namespace glasscope::multislice {

/// The recorded form of what the detectors of a scan give, at every depth where they record: of
/// segments and annuli each map by itself, with the part of the contaminating layer's scattering
/// that falls on that detector; of a centre of mass its sum and its first moments. Standard errors
/// and what is derived from signals are left out: derive it again (deriveSignals), so that noise
/// and detector come in the order in which they happen. `mrad_per_invA`: the wavelength, times 1e3.
std::vector<Map2> recordSignals(const Recorder& recorder,
                                std::span<const DetectorSettings> detectors, double mrad_per_invA,
                                std::span<const Map2> clean);

}  // namespace glasscope::multislice
