#pragma once

#include <string>
#include <vector>

#include "compare/images/HeterogeneitySettings.h"
#include "core/maps/Findings.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// How lumpy an HAADF map is (as in Zhu et al. 2017, 2018): the map without its slow background,
/// divided by its mean; moments without shot noise; radial autocorrelation. Errors are one standard
/// error, leaving out one of up to 16 blocks of the map at a time.
struct Heterogeneity {
  double relativeSigma = 0;        ///< standard deviation / mean, shot noise subtracted
  double skewness = 0;             ///< of the same, shot noise subtracted
  double correlationLength_A = 0;  ///< first radius where the autocorrelation falls below 1/e
  double fwhm_A = 0;               ///< twice the first radius where it falls below 1/2
  double relativeSigmaError = 0, skewnessError = 0, correlationLengthError_A = 0, fwhmError_A = 0;
  std::vector<double> radius_A, autocorrelation;  ///< C(0) = 1 (shot noise left out)
  HeterogeneitySettings used;
};

/// Throws Error(usage) when the map is constant or has no finite pixel. Lengths are NaN where the
/// autocorrelation does not fall that far inside half the map; skewness and lengths where shot
/// noise is all that varies.
Heterogeneity heterogeneity(const Map2& map, const HeterogeneitySettings& settings = {});

/// The same as a curve and numbers of that scan.
Findings findingsOf(const Heterogeneity& heterogeneity, const std::string& scan);

}  // namespace glasscope::compare
