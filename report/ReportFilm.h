#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/maps/Map2.h"
#include "report/ReportNumber.h"

namespace glasscope::report {

/// A measured map beside what the authors' atoms predict. Maps share one frame; NaN outside
/// `valid`.
struct ReportFilm {
  struct Score {
    std::string model;  ///< "multislice", "linear projection"
    double nccValid = kUnknown, nccInterior = kUnknown, r1 = kUnknown;
    double nccHighPass = kUnknown, ssim = kUnknown;
    double frcHalfBit_invA = kUnknown;  ///< spatial frequency where the curve crosses half-bit
  };
  std::string title, source;  ///< what was measured, by whom, licence
  std::optional<Map2> measured, multislice, linear;
  std::vector<Score> scores;
  std::optional<ReportCurves> ringCorrelation;  ///< Fourier ring correlation, half-bit curve
  std::vector<ReportNumber> parameters;         ///< fitted or given
  std::string verdict;                          ///< one honest sentence; generated when empty
};

}  // namespace glasscope::report
