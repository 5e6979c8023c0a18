#include "pipeline/sweep/Thumbnail.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/system/Error.h"
#include "report/PageText.h"

namespace glasscope::pipeline {

namespace {

constexpr std::size_t kColours = 256;

// Numbers of a bitmap are little-endian.
void put(std::vector<std::uint8_t>& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// BITMAPFILEHEADER, BITMAPINFOHEADER and a palette of greys.
std::vector<std::uint8_t> headOf(int width, int height, std::uint32_t row) {
  constexpr std::uint32_t kHead = 14 + 40 + 4 * kColours;
  const std::uint32_t pixels = row * static_cast<std::uint32_t>(height);
  std::vector<std::uint8_t> bytes = {'B', 'M'};
  put(bytes, kHead + pixels, 4);
  put(bytes, 0, 4);
  put(bytes, kHead, 4);
  put(bytes, 40, 4);
  put(bytes, static_cast<std::uint32_t>(width), 4);
  put(bytes, static_cast<std::uint32_t>(height), 4);
  put(bytes, 1, 2);  // planes
  put(bytes, 8, 2);  // bits
  put(bytes, 0, 4);  // not compressed
  put(bytes, pixels, 4);
  put(bytes, 0, 4);  // pixels a metre, both ways: not told
  put(bytes, 0, 4);
  put(bytes, kColours, 4);
  put(bytes, 0, 4);
  for (std::uint32_t grey = 0; grey < kColours; ++grey) put(bytes, grey * 0x010101U, 4);
  return bytes;
}

}  // namespace

std::string thumbnailUri(const Array2<double>& values) {
  GLASSCOPE_ENSURE(!values.empty(), "an image has pixels");
  double least = INFINITY, largest = -INFINITY;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    least = std::min(least, value);
    largest = std::max(largest, value);
  }
  const double span = largest > least ? largest - least : 1;
  const auto row = static_cast<std::uint32_t>((values.nx() + 3) / 4 * 4);
  std::vector<std::uint8_t> bytes = headOf(values.nx(), values.ny(), row);
  // Rows of a bitmap run from the bottom, as y does.
  for (int y = 0; y < values.ny(); ++y) {
    for (std::uint32_t x = 0; x < row; ++x) {
      const double value =
          x < static_cast<std::uint32_t>(values.nx()) ? values(static_cast<int>(x), y) : least;
      const double grey = std::isfinite(value) ? 255 * (value - least) / span : 0;
      bytes.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(grey, 0.0, 255.0))));
    }
  }
  return "data:image/bmp;base64," + report::base64(bytes);
}

}  // namespace glasscope::pipeline
