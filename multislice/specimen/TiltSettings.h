#pragma once

#include <cstdint>
#include <vector>

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

}  // namespace glasscope::multislice
