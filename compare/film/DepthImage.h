#pragma once

#include "compare/film/FilmSettings.h"
#include "compare/film/MeasuredFilm.h"

namespace glasscope::compare {

/// The incoherent image (IncoherentImage.h) of the atoms of a film on the grid of its map: linear,
/// but with the probe at the depth of every atom. Focus as in imageFilm: at the mean depth of the
/// atoms, `defocus_A` deeper.
Map2 filmDepthImage(const MeasuredFilm& film, const FilmSettings& settings, double defocus_A);

}  // namespace glasscope::compare
