#pragma once

#include <filesystem>
#include <string>

#include "core/maps/Calibration.h"
#include "core/maps/Map2.h"
#include "core/maps/MapGrid.h"

namespace glasscope::compare {

/// A thickness that somebody measured (EELS, cross-section), on the grid of the maps that it is
/// taken out of.
struct GivenThickness {
  Map2 map;            ///< "given_thickness"; angstrom, or "1" for inelastic mean free paths
  double covered = 0;  ///< fraction of the grid's positions that it tells
  /// What was done and what was not: file, pixel, range, cover, registration.
  std::string text;
};

/// The map as it lies in its file, with values in angstrom or in mean free paths. Throws whatever
/// givenThickness() throws of the file alone: it can be asked before there is a scan.
Map2 readThickness(const std::filesystem::path& file, const std::string& name,
                   const Calibration& calibration = {});

/// Reads `name` (the only map where empty) of a file of maps and brings it onto `grid`: means of
/// bilinear interpolation over a step where its pixels are finer, NaN where it tells nothing.
///
/// It is laid where its file says it lies, pixel (0, 0) at its origin: nothing is registered, and
/// `text` says so. Lengths become angstrom; a unit of "1" stays, because what is taken out need
/// not have a scale. Throws Error(usage) for several maps without a name, another unit, a pixel
/// that is not told, or a map that covers less than half of the positions, Error(input) for
/// negative thickness.
GivenThickness givenThickness(const std::filesystem::path& file, const std::string& name,
                              const MapGrid& grid, const Calibration& calibration = {});

}  // namespace glasscope::compare
