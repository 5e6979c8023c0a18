#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/maps/Map2.h"
#include "multislice/detectors/DetectorSettings.h"

namespace glasscope::pipeline {

/// Appends what follows from the maps of detectors: centres of mass, differential phase contrast,
/// and, of an upright raster, their integrals. A centre of mass where nothing was counted is
/// undefined, and a map with such a pixel is not integrated; the log says so.
void addDerived(std::vector<Map2>& maps, std::span<const multislice::DetectorSettings> detectors,
                bool integrals);

/// The detectors of a scan as the metadata of its files hold them (JSON), and read from there.
/// Throws Error(input) for a text that does not say them.
std::string detectorsText(std::span<const multislice::DetectorSettings> detectors);
std::vector<multislice::DetectorSettings> detectorsFrom(const std::string& text);

}  // namespace glasscope::pipeline
