#include "compare/diffraction/CameraTransfer.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Text.h"
#include "multislice/recording/modulationTransfer.h"

namespace glasscope::compare {

double CameraTransfer::at(double f) const {
  return multislice::modulationTransfer(pointSpread_pixels, mtf, f);
}

std::string CameraTransfer::text() const {
  constexpr double kNyquist = 0.5;
  return fmt::format("MTF {:.3g} at half a cycle per pixel", at(kNyquist));
}

CameraTransfer CameraTransfer::ofNyquist(double nyquist) {
  CameraTransfer camera;
  camera.pointSpread_pixels = std::sqrt(-2 * std::log(nyquist)) / constants::kPi;
  return camera;
}

CameraTransfer CameraTransfer::parse(const std::string& text, const std::string& option) {
  std::vector<double> values;
  for (const std::string_view word : split(text, ',')) values.push_back(parseNumber(word, option));
  const auto refuse = [&](const char* why, const char* remedy) {
    throw Error(ErrorKind::usage,
                fmt::format("{} {} is no modulation transfer function", option, text), why, remedy);
  };
  const bool inside =
      std::all_of(values.begin(), values.end(), [](double v) { return v > 0 && v <= 1; });
  if (!inside)
    refuse("its values are fractions above 0 and up to 1",
           "give one number, that at half a cycle per pixel, or a table that begins with 1");
  if (values.size() == 1) return ofNyquist(values.front());
  if (values.front() != 1)
    refuse("a table begins at no frequency, where every camera passes on all",
           "let it begin with 1 and end at half a cycle per pixel");
  CameraTransfer camera;
  camera.mtf = std::move(values);
  return camera;
}

}  // namespace glasscope::compare
