#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/math/Vec.h"
#include "core/settings/Words.h"

namespace glasscope::compare {

/// What an axis of a measured array runs over. Real space has x and y, diffraction qx and qy.
enum class AxisRole { unknown, frame, x, y, qx, qy, k, energy };

constexpr auto wordsOf(AxisRole) {
  return std::array{Word{AxisRole::unknown, "unknown"},
                    Word{AxisRole::frame, "frame"},
                    Word{AxisRole::x, "x"},
                    Word{AxisRole::y, "y"},
                    Word{AxisRole::qx, "qx"},
                    Word{AxisRole::qy, "qy"},
                    Word{AxisRole::k, "k"},
                    Word{AxisRole::energy, "energy"}};
}

inline constexpr double kNotTold = std::numeric_limits<double>::quiet_NaN();

/// One axis of an array as its file describes it: evenly spaced values in the file's own unit.
struct MeasuredAxis {
  std::string name, unit;
  std::uint64_t size = 0;
  double origin = 0;       ///< value at the first entry
  double step = kNotTold;  ///< NaN where the file does not tell it
  AxisRole role = AxisRole::unknown;
};

/// What a file says of the instrument. NaN or nothing: it does not.
struct InstrumentFacts {
  double voltage_kV = kNotTold;
  double semiangle_mrad = kNotTold;  ///< of convergence
  double cameraLength_mm = kNotTold;
  double detectorPixel_um = kNotTold;
  double scanRotation_deg = kNotTold;
  double dose_e_per_A2 = kNotTold;
  std::optional<Vec2> centre_px;  ///< of the patterns, along the first and the second of their axes
  std::uint64_t scanRows = 0, scanColumns = 0;  ///< of a list of patterns; 0: not told
};

/// One array of a measured file: what it is, not its numbers. The first axis is the slowest.
struct MeasuredArray {
  std::string path;  ///< inside the file; unique there
  std::string unit;  ///< of the numbers; "" where it is not told
  std::vector<MeasuredAxis> axes;
  InstrumentFacts facts;
};

}  // namespace glasscope::compare
