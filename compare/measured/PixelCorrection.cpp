#include "compare/measured/PixelCorrection.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "compare/measured/MeasuredFile.h"
#include "compare/measured/RawNumbers.h"
#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::compare {

namespace {

std::optional<double> numberOf(const std::string& text) {
  try {
    return parseNumber(text, "");
  } catch (const Error&) {
    return std::nullopt;
  }
}

// The image of a file, as it lies there.
Array2<double> imageOf(const std::string& path, const char* option, int nx, int ny, bool turned) {
  const auto file = openMeasured(path);
  const MeasuredArray& array = file->arrays().front();
  MeasuredFile::Shape shape;
  for (const MeasuredAxis& axis : array.axes) shape.push_back(axis.size);
  const int rows = turned ? ny : nx, columns = turned ? nx : ny;
  if (file->arrays().size() != 1 || entriesOf(shape) != static_cast<std::uint64_t>(nx) * ny ||
      shape.size() < 2 || shape.back() != static_cast<std::uint64_t>(columns))
    throw Error(ErrorKind::usage, fmt::format("--{}={} cannot be taken", option, path),
                fmt::format("it is not one image of {} x {} pixels", rows, columns),
                "give an image as large as those of the file, or a number");
  std::vector<double> values = file->read(0, MeasuredFile::Shape(shape.size(), 0), shape);
  if (turned)
    values = reordered(
        values, {static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns)}, {1, 0});
  Array2<double> image(nx, ny);
  std::copy(values.begin(), values.end(), image.begin());
  return image;
}

Array2<double> levelOf(const std::string& text, const char* option, double usual, int nx, int ny,
                       bool turned) {
  if (text.empty()) return Array2<double>(nx, ny, usual);
  if (const auto number = numberOf(text)) return Array2<double>(nx, ny, *number);
  return imageOf(text, option, nx, ny, turned);
}

}  // namespace

PixelCorrection::PixelCorrection(const ImportSettings& settings, int nx, int ny, bool turned)
    : dark_(levelOf(settings.dark, "dark", 0, nx, ny, turned)),
      gain_(levelOf(settings.gain, "gain", 1, nx, ny, turned)),
      dead_(nx, ny, 0),
      fillsNotFinite_(settings.fillsNotFinite) {
  for (std::size_t i = 0; i < gain_.size(); ++i)
    if (!std::isfinite(gain_[i]) || !std::isfinite(dark_[i]))
      throw Error(ErrorKind::usage, "Dark or gain holds a pixel that is no number",
                  "every pixel is corrected by them", "mark the pixel with --dead instead");
  if (!settings.dead.empty()) {
    const Array2<double> mask = imageOf(settings.dead, "dead", nx, ny, turned);
    for (std::size_t i = 0; i < mask.size(); ++i) dead_[i] = mask[i] != 0;
    hasDead_ = std::find(dead_.begin(), dead_.end(), 1) != dead_.end();
  }
  if (settings.beamCounts > 0) scale_ = 1 / settings.beamCounts;
}

void PixelCorrection::apply(Array2<double>& image, const std::string& where) const {
  for (std::size_t i = 0; i < image.size(); ++i)
    image[i] = (image[i] - dark_[i]) * gain_[i] * scale_;
  if (hasDead_ && !fillsNotFinite_) return fill(image, dead_, where);
  if (!fillsNotFinite_) return;
  Array2<unsigned char> dead = dead_;
  for (std::size_t i = 0; i < image.size(); ++i)
    if (!std::isfinite(image[i])) dead[i] = 1;
  fill(image, dead, where);
}

// The mean of the sound pixels in the smallest square around it that holds one.
void PixelCorrection::fill(Array2<double>& image, const Array2<unsigned char>& dead,
                           const std::string& where) const {
  const Array2<double> from = image;
  const auto filled = [&](int x0, int y0) {
    for (int reach = 1; reach < std::max(from.nx(), from.ny()); ++reach) {
      double sum = 0;
      int count = 0;
      for (int x = std::max(x0 - reach, 0); x <= std::min(x0 + reach, from.nx() - 1); ++x) {
        for (int y = std::max(y0 - reach, 0); y <= std::min(y0 + reach, from.ny() - 1); ++y) {
          if (dead(x, y)) continue;
          sum += from(x, y);
          ++count;
        }
      }
      if (count > 0) return sum / count;
    }
    throw Error(ErrorKind::input, fmt::format("No pixel is left of {}", where),
                "all of them are dead or no numbers", "check the mask of --dead, and the file");
  };
  for (int x = 0; x < from.nx(); ++x)
    for (int y = 0; y < from.ny(); ++y)
      if (dead(x, y)) image(x, y) = filled(x, y);
}

}  // namespace glasscope::compare
