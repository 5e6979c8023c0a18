#pragma once

#include <string>
#include <vector>

#include "compare/film/FilmGain.h"
#include "compare/film/FilmSettings.h"
#include "compare/film/HeldOut.h"
#include "compare/film/MeasuredFilm.h"
#include "compare/film/PositionErrors.h"
#include "compare/images/FourierRing.h"

namespace glasscope::compare {

/// How well one image agrees with the measured map, scale and offset fitted over `valid`.
struct FilmScore {
  struct Agreement {
    double nccValid = 0, nccInterior = 0;
    double r1Valid = 0, r1Interior = 0;  ///< sum |d| / sum |measured|
    double nccHighPass = 0;              ///< over `valid`, without what is slower than 5 angstrom
    double structuralSimilarity = 0;     ///< over `valid`, windows of 2 angstrom
    double frcHalfBitValid_A = 0;  ///< resolution where the FRC falls below the half-bit curve
  };
  struct Fit {
    double sigma_A = 0;  ///< Gaussian of the source (or of the projection), one axis
    double defocus_A = 0;
    Vec2 residualShift_A{0, 0};    ///< of the measured map against the image (phase correlation)
    double scale = 1, offset = 0;  ///< counts = scale * image + offset
  };

  std::string method;  ///< "linear projection, sigma 0.61 A", ...
  Agreement agreement;
  Fit fit;
  std::vector<FourierRingPoint> frc;
  Map2 image;  ///< scaled to counts, on the grid of the map
};

/// A measured film beside what theory makes of its atoms.
struct FilmComparison {
  Map2 measured;
  Array2<unsigned char> valid, interior;  ///< restricted to the compared area
  FilmScore linearFixed;                  ///< Gaussian of sigma 0.61 angstrom
  FilmScore linearFitted;                 ///< Gaussian of the sigma that fits `valid` best
  FilmScore multislice;
  FilmGain gainValid, gainInterior;  ///< multislice against linearFitted
  HeldOutComparison heldOut;         ///< the same with nothing fitted to what is scored
  std::vector<PositionErrorScore> positionErrors;  ///< what wrong coordinates cost
  std::vector<double> defocusTried_A, nccOfDefocus;
  double detectorOuterUsed_mrad = 0;
  std::string verdict;  ///< the sentence that the numbers allow
};

/// Images the atoms of the film by multislice and compares. Progress on standard error. Throws
/// Error(usage) on settings that cannot be.
FilmComparison compareFilm(const MeasuredFilm& film, const FilmSettings& settings = {});

}  // namespace glasscope::compare
