#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/maps/Map2.h"
#include "report/ReportNumber.h"

namespace glasscope::report {

/// A 4-D scan prepared for display by displayScan(): binned, cropped, 8-bit logarithmic.
struct ReportScan {
  struct Positions {
    int nx = 0, ny = 0;  ///< that are shown
    Vec2 step_A{1, 1}, origin_A{0, 0};
  };
  struct Pattern {
    int nx = 0, ny = 0;                ///< pixels that are shown; zero frequency at (nx/2, ny/2)
    double step_invA = 0;              ///< of those
    double wavelength_A = kUnknown;    ///< for the axes in mrad
    double semiangle_mrad = kUnknown;  ///< the bright disc is drawn when known
    std::vector<double> mean;          ///< over all positions, [nx][ny], not quantised
  };
  /// Level 0 is "at or below 10^logMin"; level k in 1..255 is 10^(logMin +
  /// (logMax-logMin)(k-1)/254).
  struct Scale {
    std::string unit = "1";
    double logMin = -8, logMax = 0;
  };

  Positions positions;
  Pattern pattern;
  Scale scale;
  std::vector<std::uint8_t> levels;  ///< [position x][position y][pattern x][pattern y]
  std::vector<Map2> virtualImages;   ///< to click on, in frames of their own
  std::string source;                ///< where the full data are: "signals/nbed.h5"
  std::string treatment;             ///< what was done for display, in words
};

}  // namespace glasscope::report
