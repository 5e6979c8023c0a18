#pragma once

#include "core/settings/Fields.h"

namespace glasscope::pipeline {

/// How wrong the lengths are that a blind data set tells: each scan gets a relative error of its
/// own, drawn from a normal distribution by the seed of the case and told in the sealed truth
/// alone.
struct BlindCase {
  double pixelError_percent = 0;             ///< standard deviation, of the step of a scan
  double diffractionPixelError_percent = 0;  ///< likewise, of a pixel of its patterns
};

void eachField(MaybeConst<BlindCase> auto& b, auto&& visit) {
  visit(Field{"pixel_error_percent",
              "Standard deviation of the error of the scan step that the data tell",
              {0, 30}},
        b.pixelError_percent);
  visit(Field{"diffraction_pixel_error_percent",
              "Standard deviation of the error of the diffraction pixel that the data tell",
              {0, 30}},
        b.diffractionPixelError_percent);
}

}  // namespace glasscope::pipeline
