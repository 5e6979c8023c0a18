#pragma once

#include <filesystem>

#include "core/atoms/Atoms.h"
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

/// Throws Error(input) on a missing data set, disagreeing shapes or no valid pixel.
MeasuredFilm readMeasuredFilm(const std::filesystem::path& path);

/// True when the file holds what readMeasuredFilm needs.
bool isMeasuredFilm(const std::filesystem::path& path);

}  // namespace glasscope::compare
