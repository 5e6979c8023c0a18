#include "pipeline/keys/TiltSeriesKeys.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"
#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

namespace {

#define FIELD(expression) ([](Case & c) -> auto& { return c.tiltSeries.expression; })

constexpr double kMostAngles = 10000;

// "-60:60:5": from the first to the last, both included.
std::vector<double> anglesOf(const std::string& text) {
  const std::vector<std::string_view> parts = split(text, ':');
  std::vector<double> numbers;
  for (const auto& part : parts) numbers.push_back(parseNumber(part, "tilt_series.angles_deg"));
  if (numbers.size() != 3 || numbers[2] == 0 || (numbers[1] - numbers[0]) / numbers[2] < 0) {
    throw Error(ErrorKind::usage, fmt::format("tilt_series.angles_deg = \"{}\" is no range", text),
                "a range is first:last:step, with a step that leads from the first to the last",
                "write for example \"-60:60:5\", or list the angles");
  }
  const double steps = std::floor((numbers[1] - numbers[0]) / numbers[2] + 1e-9);
  if (steps >= kMostAngles) {
    throw Error(ErrorKind::usage,
                fmt::format("tilt_series.angles_deg = \"{}\" has too many angles", text),
                fmt::format("more than {:g}", kMostAngles), "take larger steps");
  }
  std::vector<double> angles;
  for (int i = 0; i <= steps; ++i) angles.push_back(numbers[0] + i * numbers[2]);
  return angles;
}

CaseKey anglesKey() {
  CaseKey key = numbersKey("tilt_series.angles_deg",
                           "Tilt angles in the order of the images: a list, or a text "
                           "\"first:last:step\"",
                           {-360, 360}, FIELD(tilts.angles_deg));
  key.set = [list = key.set](Case& c, const CaseValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    list(c, text ? CaseValue(anglesOf(*text)) : value);
  };
  return key;
}

}  // namespace

std::vector<CaseKey> tiltSeriesKeys() {
  return {
      flagKey("tilt_series.enabled",
              "Record the scan of the table haadf at every tilt of the specimen", FIELD(enabled)),
      anglesKey(),
      numberKey("tilt_series.axis_deg",
                "Tilt axis in the image, from x towards y; it passes through the middle of the "
                "foil, and turns are right-handed about it",
                {-360, 360}, FIELD(tilts.axis_deg)),
      numberKey("tilt_series.angle_jitter_deg",
                "Standard deviation of the error of each angle; the true ones are recorded",
                {0, 45}, FIELD(tilts.angleJitter_deg)),
      numberKey("tilt_series.shift_jitter_A",
                "Standard deviation of the specimen's shift in each image, along x and along y; "
                "the true ones are recorded",
                kNotNegative, FIELD(tilts.shiftJitter_A)),
      numberKey("tilt_series.margin_A",
                "Of a tilted periodic foil, which is endless: how far it goes on beyond the image",
                kNotNegative, FIELD(tilts.margin_A)),
  };
}

#undef FIELD

}  // namespace glasscope::pipeline
