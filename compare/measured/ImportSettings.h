#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "compare/measured/MeasuredArray.h"
#include "core/maps/Calibration.h"

namespace glasscope::compare {

/// Where the zero frequency of measured patterns is taken from.
enum class PatternCentre {
  told,    ///< from the file; asked for where it does not say
  middle,  ///< pixel (nx/2, ny/2)
  rings,   ///< where the rings of the mean pattern are roundest
  given
};

/// The words of the command line; a place is given by its numbers.
constexpr auto wordsOf(PatternCentre) {
  return std::array{Word{PatternCentre::middle, "middle"}, Word{PatternCentre::rings, "rings"}};
}

/// What is known of a measured file beside what it says itself. Zero, "" or nothing: the file's.
struct ImportSettings {
  std::string dataset;                ///< path of the array, or its number from 0
  std::vector<AxisRole> axes;         ///< in the order of the file; empty: the file's
  int scanRows = 0, scanColumns = 0;  ///< of patterns that come as a list
  Calibration calibration;
  double voltage_kV = 0, semiangle_mrad = 0, cameraLength_mm = 0, detectorPixel_um = 0;
  double dose_e_per_A2 = 0;
  std::optional<double> scanRotation_deg;
  PatternCentre centre = PatternCentre::told;
  Vec2 centre_px{0, 0};         ///< where it is given
  double beamCounts = 0;        ///< numbers that the whole beam gives at one position
  std::string dark, gain;       ///< a number, or the file of an image
  std::string dead;             ///< the file of an image that is not zero at dead pixels
  bool fillsNotFinite = false;  ///< pixels that are no number are dead
};

}  // namespace glasscope::compare
