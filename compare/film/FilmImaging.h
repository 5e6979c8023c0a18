#pragma once

#include <vector>

#include "compare/film/FilmArea.h"
#include "compare/film/FilmSettings.h"

namespace glasscope::compare {

/// The multislice ADF image of the atoms of a film.
struct FilmImage {
  Map2 image;                     ///< fraction of the incident beam, point source
  std::vector<Map2> annuli;       ///< what each of up to six annuli adds to it, inner first
  double detectorOuterUsed_mrad;  ///< what the sampling carried of the detector
  double carriedAngle_mrad;       ///< by the sampling
};

/// One probe for every pixel of `area` (or every `scanStep_A`, and interpolated), tile by tile:
/// each probe travels in a square of `window_A` around its tile of pixels, which holds the atoms
/// there and repeats periodically; only the depths that hold atoms are sliced. Atoms are mirrored
/// at the two edges of the map where the film goes on but the model ends. Frozen phonons are keyed
/// by (seed, configuration, atom). Collective over ranks. Throws Error(usage) where the window does
/// not leave a margin around a tile.
FilmImage imageFilm(const MeasuredFilm& film, const FilmSettings& settings, const FilmArea& area,
                    double defocus_A);

}  // namespace glasscope::compare
