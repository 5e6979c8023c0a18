#pragma once

#include <span>

#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/plane_wave/PlaneWaveResult.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// Sends a plane wave through every snapshot; the exit wave is at the lower face of the foil.
/// Throws Error(usage) when neither grid_points nor max_angle_mrad is set.
PlaneWaveResult runPlaneWave(const MicroscopeSettings& microscope, std::span<const Foil> snapshots);

}  // namespace glasscope::multislice
