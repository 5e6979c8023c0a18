#pragma once

#include "core/settings/Fields.h"

namespace glasscope::compare {

/// What is taken off an HAADF map before its heterogeneity is measured.
struct HeterogeneitySettings {
  double background_A = 0;  ///< structure slower than this Gaussian sigma is divided out; 0: none
  double electronsPerPixel = 0;  ///< incident electrons a pixel, for the shot noise; 0: noiseless
};

void eachField(MaybeConst<HeterogeneitySettings> auto& h, auto&& visit) {
  visit(
      Field{"background_A",
            "What is slower than a Gaussian of this standard deviation is divided out of the HAADF "
            "map before its heterogeneity is measured; 0 leaves it in",
            kNotNegative},
      h.background_A);
}

}  // namespace glasscope::compare
