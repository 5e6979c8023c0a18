#pragma once

#include <vector>

#include "core/maps/Datacube.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// What these are called among the curves of a scan.
inline constexpr const char* kFluctuationCurves = "fluctuation";

/// The four normalised variances of fluctuation electron microscopy, by their names in Daulton,
/// Bondi and Kelton, Ultramicroscopy 110, 1279 (2010), as functions of k = 1/d. <>_f is the mean
/// over the azimuth of a ring, <>_r the mean over scan positions.
struct FluctuationCurves {
  std::vector<double> k_invA;
  std::vector<double> vOmega;       ///< <<I>_f^2>_r / <<I>_f>_r^2 - 1
  std::vector<double> vR;           ///< <<I^2>_f / <I>_f^2 - 1>_r
  std::vector<double> vRe;          ///< <<I^2>_f>_r / <<I>_f>_r^2 - 1
  std::vector<double> omegaVImage;  ///< ring mean of the image <I^2>_r / <I>_r^2 - 1
};

}  // namespace glasscope::compare
