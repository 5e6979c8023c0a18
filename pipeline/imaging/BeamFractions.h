#pragma once

#include <filesystem>
#include <span>

#include "core/maps/Datacube.h"
#include "core/maps/Map2.h"

namespace glasscope::pipeline {

// Electrons are counted from fractions of the incident beam, and a layer scatters a fraction of it.
// Numbers that cannot be such fractions (counts of a camera, say) would be multiplied by the dose
// once more, without a word. All of these throw Error(usage), which names the file.

/// No pattern holds more than the beam; every pattern of the scan is looked at.
void requireBeamFractions(const Datacube& cube, const std::filesystem::path& clean);

/// No detector gets more than the beam at any position of a scan. Other maps than intensities
/// (positions, angles, standard errors) are passed over.
void requireDetectorFractions(std::span<const Map2> maps, const std::filesystem::path& clean);

/// Waves interfere, so that single pixels of a plane-wave image may hold several times what comes
/// in; over the whole image no electron is gained.
void requireImageFractions(std::span<const Map2> images, const std::filesystem::path& clean);

/// Whether a map holds intensities as fractions of the beam.
bool isIntensity(const Map2& map);

}  // namespace glasscope::pipeline
