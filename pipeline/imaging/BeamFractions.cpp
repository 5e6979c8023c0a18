#include "pipeline/imaging/BeamFractions.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Progress.h"

namespace glasscope::pipeline {

namespace {

// What sums of single precision add to one.
constexpr double kMost = 1.01;
// An image that is cut out of a larger one may gain at its edges what its surroundings lose.
constexpr double kMostOfImage = 1.1;

[[noreturn]] void refuse(const std::filesystem::path& clean, const std::string& why) {
  throw Error(ErrorKind::usage,
              fmt::format("'{}' does not hold fractions of the incident beam", clean.string()),
              why + ", and electrons can only be counted from fractions",
              "divide by the beam (glasscope import FILE --beam_counts N), give the clean signal "
              "where this one was recorded with a dose already, or leave out record.dose_e_per_A2, "
              "record.electrons_per_position and record.contamination");
}

}  // namespace

bool isIntensity(const Map2& map) {
  return map.unit == "1" && !map.name.ends_with("_standard_error");
}

void requireBeamFractions(const Datacube& cube, const std::filesystem::path& clean) {
  const DatacubeShape& shape = cube.shape();
  Progress progress("check", shape.rx);
  for (int rx = 0; rx < shape.rx; ++rx) {
    for (int ry = 0; ry < shape.ry; ++ry) {
      double sum = 0;
      for (const float value : cube.pattern(rx, ry)) sum += std::isfinite(value) ? value : 0;
      if (sum > kMost)
        refuse(clean, fmt::format("the pattern at position ({}, {}) sums up to {:.4g} ({})", rx, ry,
                                  sum, shape.unit));
    }
    progress.advance();
  }
}

void requireDetectorFractions(std::span<const Map2> maps, const std::filesystem::path& clean) {
  for (const Map2& map : maps) {
    if (!isIntensity(map)) continue;
    for (int x = 0; x < map.nx(); ++x)
      for (int y = 0; y < map.ny(); ++y)
        if (map.values(x, y) > kMost)
          refuse(clean, fmt::format("the map '{}' has {:.4g} at pixel ({}, {})", map.name,
                                    map.values(x, y), x, y));
  }
}

void requireImageFractions(std::span<const Map2> images, const std::filesystem::path& clean) {
  for (const Map2& image : images) {
    if (!isIntensity(image)) continue;
    double sum = 0, count = 0;
    for (const double value : image.values)
      if (std::isfinite(value)) sum += value, ++count;
    if (sum > kMostOfImage * count)
      refuse(clean, fmt::format("the image '{}' has a mean of {:.4g}", image.name, sum / count));
  }
}

}  // namespace glasscope::pipeline
