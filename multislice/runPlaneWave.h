#pragma once

#include <span>

#include "multislice/Foil.h"
#include "multislice/MicroscopeSettings.h"
#include "multislice/PlaneWaveResult.h"

namespace glasscope::multislice {

/// Sends a plane wave through every snapshot; the exit wave is at the lower face of the foil.
/// Throws Error(usage) when neither grid_points nor max_angle_mrad is set.
PlaneWaveResult runPlaneWave(const MicroscopeSettings& microscope, std::span<const Foil> snapshots);

}  // namespace glasscope::multislice
