#pragma once

#include <cstdint>
#include <vector>

#include "core/settings/Fields.h"

namespace glasscope::multislice {

/// A series of tilts of one specimen, and how far off the stage is.
struct TiltSettings {
  std::vector<double> angles_deg;  ///< nominal, in the order of the images
  double axis_deg = 90;            ///< of the tilt axis in the image, from x towards y
  double angleJitter_deg = 0;      ///< standard deviation of each angle
  double shiftJitter_A = 0;        ///< of each image's shift, along x and along y
  double margin_A = 10;            ///< of an endless foil that goes on beyond the image
  std::uint64_t seed = 1;
};

/// The angles are those of a series, set beside these.
void eachField(MaybeConst<TiltSettings> auto& t, auto&& visit) {
  visit(Field{"axis_deg",
              "Tilt axis in the image, from x towards y; it passes through the middle of the foil, "
              "and turns are right-handed about it",
              {-360, 360}},
        t.axis_deg);
  visit(Field{"angle_jitter_deg",
              "Standard deviation of the error of each angle; the true ones are recorded",
              {0, 45}},
        t.angleJitter_deg);
  visit(Field{"shift_jitter_A",
              "Standard deviation of the specimen's shift in each image, along x and along y; the "
              "true ones are recorded",
              kNotNegative},
        t.shiftJitter_A);
  visit(Field{"margin_A",
              "Of a tilted periodic foil, which is endless: how far it goes on beyond the image",
              kNotNegative},
        t.margin_A);
}

}  // namespace glasscope::multislice
