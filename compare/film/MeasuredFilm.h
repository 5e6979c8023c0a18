#pragma once

#include <filesystem>

#include "core/atoms/Atoms.h"
#include "core/maps/Calibration.h"
#include "core/maps/Map2.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// A measured ADF map together with the atoms of a model in its frame (data of Yuan et al., Nature
/// Materials 21, 95 (2022); layout in docs/formats.md).
struct MeasuredFilm {
  Map2 measured;                   ///< counts; NaN outside the film; pixel (i, j) at (i, j)*pixel_A
  Array2<unsigned char> valid;     ///< 1 where the map was measured
  Array2<unsigned char> interior;  ///< 1 inside the particles, away from the edges
  Atoms atoms;                     ///< positions in the frame of the map; open box; beam along z
};

/// Lengths are angstrom, or what the attribute `units` of their data set says; the pixel size that
/// is given is taken in place of the file's. Throws Error(input) on a missing data set, disagreeing
/// shapes, an unknown unit or no valid pixel; Error(usage) when nothing tells the pixel size, or it
/// is not square.
MeasuredFilm readMeasuredFilm(const std::filesystem::path& path,
                              const Calibration& calibration = {});

/// True when the file holds what readMeasuredFilm needs.
bool isMeasuredFilm(const std::filesystem::path& path);

}  // namespace glasscope::compare
