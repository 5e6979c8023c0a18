#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compare/FourierRing.h"
#include "compare/MeasuredFilm.h"

namespace glasscope::compare {

/// The microscope that is assumed for a measured film, and how much to spend on it.
struct FilmSettings {
  double voltage_kV = 300;
  double semiangle_mrad = 30;
  double detectorInner_mrad = 30;
  double detectorOuter_mrad = 195;      ///< lowered, and said so, to what the sampling carries
  std::vector<double> defocus_A = {0};  ///< tried one after the other; the best is kept (overfocus
                                        ///< of the middle of the film; 0 focuses on the middle)
  double rmsDisplacement_A = 0.08;      ///< along one axis, frozen phonons
  int frozenPhonons = 1;
  double scanStep_A = 0.6;   ///< Nyquist step of the probe's intensity is lambda/(4 alpha)
  double sampling_A = 0.05;  ///< pixel of the wave
  double window_A = 12.8;    ///< side of the square that a probe travels in
  double sliceThickness_A = 2.0;
  int bootstrap = 400;  ///< block-bootstrap replicas behind the intervals
  double block_A = 8;   ///< side of a bootstrap block
  std::uint64_t seed = 1;
  bool quick = false;  ///< a corner of the film only: minutes become seconds
};

/// How well one image agrees with the measured map, scale and offset fitted over `valid`.
struct FilmScore {
  std::string
      method;  ///< "linear projection, sigma 0.61 A", "linear projection, sigma fitted", ...
  double nccValid = 0, nccInterior = 0;
  double r1Valid = 0, r1Interior = 0;  ///< sum |d| / sum |measured|
  double frcHalfBitValid_A = 0;        ///< resolution where the FRC falls below the half-bit curve
  std::vector<FourierRingPoint> frc;
  double sigma_A = 0;  ///< Gaussian of the source (or of the projection), one axis
  double defocus_A = 0;
  double scale = 1, offset = 0;  ///< counts = scale * image + offset
  Map2 image;                    ///< scaled to counts, on the grid of the map
};

/// A difference between two methods with its uncertainty.
struct FilmGain {
  double difference = 0;     ///< NCC(multislice) - NCC(best linear)
  double low = 0, high = 0;  ///< 95 % block-bootstrap interval
};

/// A measured film beside what theory makes of its atoms.
struct FilmComparison {
  Map2 measured;
  Array2<unsigned char> valid, interior;  ///< restricted to the compared area
  FilmScore linearFixed;                  ///< Gaussian of sigma 0.61 angstrom
  FilmScore linearFitted;                 ///< Gaussian of the sigma that fits `valid` best
  FilmScore multislice;
  FilmGain gainValid, gainInterior;  ///< multislice against linearFitted
  std::vector<double> defocusTried_A, nccOfDefocus;
  double detectorOuterUsed_mrad = 0;
  double seconds = 0;
  std::string verdict;  ///< the sentence that the numbers allow
};

/// Images the atoms of the film by multislice and compares. Progress on standard error. Throws
/// Error(usage) on settings that cannot be.
FilmComparison compareFilm(const MeasuredFilm& film, const FilmSettings& settings = {});

}  // namespace glasscope::compare
