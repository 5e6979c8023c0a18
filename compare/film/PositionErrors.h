#pragma once

#include <vector>

#include "compare/film/FilmArea.h"
#include "compare/film/FilmSettings.h"
#include "compare/film/MeasuredFilm.h"

namespace glasscope::compare {

/// What images of wrong coordinates agree with the image of the right ones.
struct PositionErrorScore {
  double error_A = 0;     ///< root mean square along one axis
  double multislice = 0;  ///< NCC, one Gaussian fitted
  double linear = 0;      ///< the same of the projection
};

/// The closed loop: the multislice image of the atoms in `area`, with a source of `sigma_A` and
/// thermal displacements of its own, stands for the measurement; every atom is then displaced by
/// normal errors (in the same direction for each size), and imaged and projected again. So the true
/// coordinates do not reach one either. Collective over ranks.
std::vector<PositionErrorScore> plantPositionErrors(const MeasuredFilm& film,
                                                    const FilmSettings& settings,
                                                    const FilmArea& area, double defocus_A,
                                                    double sigma_A,
                                                    const std::vector<double>& errors_A);

/// The error at which multislice falls to an agreement, by lines between the planted ones; NaN when
/// it is below or above all of them. In order of their size.
double errorThatExplains(const std::vector<PositionErrorScore>& planted, double ncc);

}  // namespace glasscope::compare
